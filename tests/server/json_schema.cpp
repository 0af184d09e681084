#include "json_schema.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace stint::server {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

bool has_type(element value, std::string_view type) {
  switch (value.type()) {
    case element_type::NULL_VALUE:
      return type == "null";
    case element_type::BOOL:
      return type == "boolean";
    case element_type::STRING:
      return type == "string";
    case element_type::ARRAY:
      return type == "array";
    case element_type::OBJECT:
      return type == "object";
    case element_type::DOUBLE:
      return type == "number";
    case element_type::INT64:
    case element_type::UINT64:
      return type == "integer" || type == "number";
  }
  return false;
}

bool has_one_type(element value, element types) {
  if (types.is_string()) return has_type(value, types.get_string().value());
  return std::ranges::any_of(types.get_array().value(),
                             [&](element type) { return has_type(value, type.get_string().value()); });
}

bool is_one_of(element value, array allowed) {
  return std::ranges::any_of(allowed, [&](element option) { return simdjson::minify(option) == simdjson::minify(value); });
}

constexpr std::array<std::string_view, 14> kUnderstood = {
    "type",        "enum",    "properties", "required",         "additionalProperties",
    "items",       "oneOf",   "allOf",      "exclusiveMinimum", "$ref",
    "description", "minimum", "maximum",    "default"};

}  // namespace

std::vector<std::string> SchemaChecker::check(element value, element schema) const {
  std::vector<std::string> faults;
  check(value, schema, "", faults);
  return faults;
}

element SchemaChecker::resolve(std::string_view ref) const {
  return root_.at_pointer(ref.substr(1)).value();  // "#/components/schemas/Lap" is the JSON pointer after its '#'
}

void SchemaChecker::check(element value, element schema, const std::string& place, std::vector<std::string>& faults) const {
  const object rules = schema.get_object().value();
  for (const auto rule : rules) {
    if (std::ranges::find(kUnderstood, rule.key) == kUnderstood.end())
      throw std::logic_error("schema rule not understood: " + std::string(rule.key));
  }
  std::string_view ref;
  if (rules["$ref"].get(ref) == simdjson::SUCCESS) return check(value, resolve(ref), place, faults);
  element rule;
  if (rules["type"].get(rule) == simdjson::SUCCESS && !has_one_type(value, rule)) {
    faults.push_back(place + ": " + simdjson::minify(value).substr(0, 60) + " is not " + simdjson::minify(rule));
    return;
  }
  array list;
  if (rules["enum"].get(list) == simdjson::SUCCESS && !is_one_of(value, list)) {
    faults.push_back(place + ": " + simdjson::minify(value) + " is none of " + simdjson::minify(list));
  }
  double bound = 0;
  if (rules["exclusiveMinimum"].get(bound) == simdjson::SUCCESS && value.is_number() && value.get_double().value() <= bound) {
    faults.push_back(place + ": too small");
  }
  if (rules["oneOf"].get(list) == simdjson::SUCCESS) check_choice(value, list, place, faults);
  if (rules["allOf"].get(list) == simdjson::SUCCESS) {
    for (const element part : list) check(value, part, place, faults);
  }
  if (value.is_object()) check_object(value.get_object().value(), rules, place, faults);
  if (value.is_array() && rules["items"].get(rule) == simdjson::SUCCESS) {
    std::size_t index = 0;
    const simdjson::dom::array items = value.get_array().value();
    for (const element item : items) check(item, rule, place + "[" + std::to_string(index++) + "]", faults);
  }
}

void SchemaChecker::check_object(object value, object schema, const std::string& place,
                                 std::vector<std::string>& faults) const {
  array required;
  if (schema["required"].get(required) == simdjson::SUCCESS) {
    for (const element name : required) {
      const std::string_view key = name.get_string().value();
      if (value.at_key(key).error() != simdjson::SUCCESS) faults.push_back(place + ": has no '" + std::string(key) + "'");
    }
  }
  object properties;
  if (schema["properties"].get(properties) != simdjson::SUCCESS) return;
  for (const auto member : value) {
    element rule;
    const std::string at = place + "." + std::string(member.key);
    if (properties.at_key(member.key).get(rule) == simdjson::SUCCESS) {
      check(member.value, rule, at, faults);
    } else if (schema["additionalProperties"].error() == simdjson::SUCCESS) {
      faults.push_back(at + ": is not described");
    }
  }
}

void SchemaChecker::check_choice(element value, array options, const std::string& place,
                                 std::vector<std::string>& faults) const {
  std::vector<std::string> why;
  int matching = 0;
  for (const element option : options) {
    std::vector<std::string> found;
    check(value, option, place, found);
    if (found.empty()) ++matching;
    why.insert(why.end(), found.begin(), found.end());
  }
  if (matching == 1) return;
  faults.push_back(place + ": matches " + std::to_string(matching) + " of the options");
  faults.insert(faults.end(), why.begin(), why.end());
}

}  // namespace stint::server
