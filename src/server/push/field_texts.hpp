// The fields of one JSON object, each kept as the text it has on the wire. What changed between two states is what differs as
// text.
//
// REQUIRES: two FieldTexts that are compared were filled by the same code, so that field i is the same field in both.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "timing/json_writer.hpp"

namespace stint::server {

class FieldTexts {
 public:
  // `name` must outlive this: a literal.
  template <class T>
  FieldTexts& field(std::string_view name, const T& value) {
    timing::JsonWriter(begin(name)).value(value);
    return end();
  }
  // A field whose value `write(JsonWriter&)` writes.
  template <class Write>
  FieldTexts& object(std::string_view name, Write write) {
    timing::JsonWriter json(begin(name));
    write(json);
    return end();
  }

  // As members of an object that is open in `json`.
  void write_all(timing::JsonWriter& json) const;
  // Only those that are not as in `before`.
  void write_changed(timing::JsonWriter& json, const FieldTexts& before) const;
  [[nodiscard]] bool operator==(const FieldTexts& other) const { return text_ == other.text_; }

 private:
  struct Span {
    std::string_view name;
    std::uint32_t begin = 0, end = 0;
  };

  std::string& begin(std::string_view name);
  FieldTexts& end();
  [[nodiscard]] std::string_view value(const Span& span) const {
    return std::string_view(text_).substr(span.begin, span.end - span.begin);
  }

  std::string text_;
  std::vector<Span> spans_;
};

}  // namespace stint::server
