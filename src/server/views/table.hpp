// A table written as JSON (array of objects), CSV (RFC 4180, header from the first row) or NDJSON (one object a line).
//
// REQUIRES: begin_row(), the same fields in the same order, end_row(), for each row; finish() once at the end.
// A table without rows is `[]` as JSON and empty as CSV and NDJSON. Lists are joined by spaces in CSV, with
// `-` for an unknown member.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timing/json_writer.hpp"

namespace stint::server {

enum class Format : std::uint8_t { json, csv, ndjson };

[[nodiscard]] std::string_view content_type(Format format);
[[nodiscard]] std::optional<Format> parse_format(std::string_view name);

class Table {
 public:
  Table(Format format, std::string& out);

  void begin_row();
  void end_row();
  void finish();

  template <class T>
  Table& field(std::string_view name, const T& value) {
    scratch_.clear();
    timing::JsonWriter(scratch_).value(value);
    return cell(name, scratch_);
  }
  // An empty text is unknown.
  Table& text(std::string_view name, std::string_view value);
  // Seconds as a number with three decimals.
  Table& seconds(std::string_view name, std::optional<timing::Millis> duration);
  template <class List>
  Table& list(std::string_view name, const List& values) {
    scratch_.clear();
    timing::JsonWriter json(scratch_);
    json.begin_array();
    for (const auto& value : values) json.value(value);
    json.end_array();
    return cell(name, scratch_);
  }
  // A value that `write(JsonWriter&)` writes: an object. In CSV it is that text.
  template <class Write>
  Table& object(std::string_view name, Write write) {
    scratch_.clear();
    timing::JsonWriter json(scratch_);
    write(json);
    return cell(name, scratch_);
  }

 private:
  // `json` is the value as JSON.
  Table& cell(std::string_view name, std::string_view json);

  Format format_;
  std::string& out_;
  std::string scratch_;
  std::string header_;  // CSV: collected during the first row
  std::size_t first_row_at_ = 0;
  std::size_t rows_ = 0;
  bool row_is_empty_ = true;
};

// Seconds with three decimals, or null.
void write_seconds(timing::JsonWriter& json, std::string_view name, std::optional<timing::Millis> duration);
// The text, or null if it is empty.
[[nodiscard]] inline std::optional<std::string_view> known_text(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace stint::server
