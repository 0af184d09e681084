// A JSON value that can be changed in its middle: what frames that hold only differences are applied to.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "timing/json_writer.hpp"

namespace stint::source::timing71 {

class JsonTree {
 public:
  using Array = std::vector<JsonTree>;
  using Object = std::vector<std::pair<std::string, JsonTree>>;  // in the order of the text; a name once

  JsonTree() = default;  // null
  JsonTree(bool flag) : value_(flag) {}
  JsonTree(double number) : value_(number) {}
  JsonTree(std::int64_t number) : value_(number) {}
  JsonTree(std::int32_t number) : value_(std::int64_t{number}) {}
  JsonTree(std::string text) : value_(std::move(text)) {}
  JsonTree(const char* text) : value_(std::string(text)) {}
  JsonTree(Array elements) : value_(std::move(elements)) {}
  JsonTree(Object members) : value_(std::move(members)) {}

  // Nested deeper than 64 levels is null.
  [[nodiscard]] static JsonTree from(const simdjson::dom::element& element) { return from(element, 0); }

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&value_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] std::optional<bool> flag() const;
  // Of a number, or of a text that is one.
  [[nodiscard]] std::optional<double> number() const;

  // The member of that name; nullptr if this is no object or has none.
  [[nodiscard]] const JsonTree* find(std::string_view name) const;
  [[nodiscard]] JsonTree* find(std::string_view name);
  // The element at that place; nullptr if this is no array or is shorter.
  [[nodiscard]] const JsonTree* at(std::size_t index) const;
  // REQUIRES: an object.
  JsonTree& set(std::string_view name, JsonTree value);

  void write(timing::JsonWriter& json) const;

  // 1 and 1.0 are equal; the order of members is nothing.
  friend bool operator==(const JsonTree& a, const JsonTree& b);

 private:
  [[nodiscard]] static JsonTree from(const simdjson::dom::element& element, int depth);
  std::variant<std::monostate, bool, double, std::int64_t, std::string, Array, Object> value_;
};

}  // namespace stint::source::timing71
