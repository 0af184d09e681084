#include "pushed_state.hpp"

namespace stint::server {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

void merge(PushedState::Fields& into, object fields) {
  for (const auto field : fields) into[std::string(field.key)] = simdjson::minify(field.value);
}

}  // namespace

void PushedState::apply(std::string_view message) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text(message);
  const object root = parser.parse(text).get_object().value();
  const bool whole = root["type"].get_string().value() == "snapshot";
  if (whole) *this = {};
  apply_members(root, whole);
}

void PushedState::apply_members(object message, bool whole) {
  object fields;
  if (message["race"].get(fields) == simdjson::SUCCESS) merge(race, fields);
  if (whole) {
    const simdjson::dom::array rows = message["cars"].get_array().value();
    for (const element row : rows) {
      const object car = row.get_object().value();
      order.emplace_back(car["car"].get_string().value());
      merge(cars[order.back()], car);
    }
  } else if (message["cars"].get(fields) == simdjson::SUCCESS) {
    for (const auto car : fields) merge(cars[std::string(car.key)], car.value.get_object().value());
  }
  array list;
  if (message["order"].get(list) == simdjson::SUCCESS) {
    order.clear();
    for (const element car : list) order.emplace_back(car.get_string().value());
  }
  if (message["messages"].get(list) == simdjson::SUCCESS) {
    for (const element text : list) messages.push_back(simdjson::minify(text));
  }
  element value;
  if (message["flags"].get(value) == simdjson::SUCCESS) flags = simdjson::minify(value);
  if (message["weather"].get(value) == simdjson::SUCCESS) weather = simdjson::minify(value);
  if (message["replay"].get(value) == simdjson::SUCCESS) replay = simdjson::minify(value);
}

}  // namespace stint::server
