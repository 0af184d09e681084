// Writes JSON by appending to a string: no tree, no allocation besides the string's own growth.
//
// REQUIRES: calls nest properly (begin/end, key before each value of an object). Text must be UTF-8; bytes that are not are
// replaced by U+FFFD, so that the output is always valid JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "timing/inline_text.hpp"
#include "timing/instant.hpp"

namespace stint::timing {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(double number);  // shortest form that reads back equal; null if not finite
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // REQUIRES: valid JSON
  JsonWriter& value(Millis duration) { return integer(count_ms(duration)); }
  JsonWriter& value(Instant instant) { return integer(count_ms(instant)); }
  template <class Tag>
  JsonWriter& value(const InlineText<Tag>& text) {
    return value(text.view());
  }
  template <class Int>
    requires(std::is_integral_v<Int> && !std::is_same_v<Int, bool>)
  JsonWriter& value(Int number) {
    return integer(static_cast<std::int64_t>(number));
  }
  // Unknown is null.
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }

  template <class T>
  JsonWriter& field(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& integer(std::int64_t number);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

// Seconds with three decimals ("12.345") of a duration: how the contract's routes give times.
[[nodiscard]] std::string seconds_text(Millis duration);

}  // namespace stint::timing
