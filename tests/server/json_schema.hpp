// Checks a JSON value against the part of JSON Schema that docs/openapi.json uses: type, enum, properties, required,
// additionalProperties: false, items, oneOf, allOf, exclusiveMinimum and $ref into the same document. Anything else in a schema
// is an error, so that no constraint is silently ignored.
#pragma once

#include <simdjson.h>

#include <string>
#include <string_view>
#include <vector>

namespace stint::server {

class SchemaChecker {
 public:
  // `root` is the whole description, into which `$ref`s point.
  explicit SchemaChecker(simdjson::dom::element root) : root_(root) {}

  // What is wrong, each with its place; empty if the value is as the schema says.
  [[nodiscard]] std::vector<std::string> check(simdjson::dom::element value, simdjson::dom::element schema) const;

 private:
  void check(simdjson::dom::element value, simdjson::dom::element schema, const std::string& place,
             std::vector<std::string>& faults) const;
  void check_object(simdjson::dom::object value, simdjson::dom::object schema, const std::string& place,
                    std::vector<std::string>& faults) const;
  void check_choice(simdjson::dom::element value, simdjson::dom::array options, const std::string& place,
                    std::vector<std::string>& faults) const;
  [[nodiscard]] simdjson::dom::element resolve(std::string_view ref) const;

  simdjson::dom::element root_;
};

}  // namespace stint::server
