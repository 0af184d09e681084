// The names of a file's columns.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/archive/csv_rows.hpp"

namespace stint::source::archive {

// Where a column is; none if the file has no such column. CsvRows::field() reads "no column" as an empty field.
inline constexpr std::size_t kNoColumn = kMaxFields;

class CsvHeader {
 public:
  // Takes the current row of `rows` as the header.
  explicit CsvHeader(const CsvRows& rows);

  // The first column with this name; names are compared without case and padding. kNoColumn if there is none.
  [[nodiscard]] std::size_t find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != kNoColumn; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;  // in upper case
};

// Which kind of file a header belongs to, so that a wrong file can be named in its refusal.
enum class FileKind : std::uint8_t { unknown, laps, results, weather, best_laps };
[[nodiscard]] FileKind kind_of(const CsvHeader& header);

// "this is a weather file", or the first names of the header if it is nothing known.
[[nodiscard]] std::string describe(const CsvHeader& header);

// The text as an upper-case copy; ASCII only.
[[nodiscard]] std::string upper_case(std::string_view text);

}  // namespace stint::source::archive
