#include "source/timing71/json_tree.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace stint::source::timing71 {
namespace {

constexpr int kDeepest = 64;

}  // namespace

JsonTree JsonTree::from(const simdjson::dom::element& element, int depth) {
  using simdjson::dom::element_type;
  if (depth > kDeepest) return {};
  switch (element.type()) {
    case element_type::ARRAY: {
      const simdjson::dom::array elements = element;
      Array array;
      array.reserve(elements.size());
      for (const auto value : elements) array.push_back(from(value, depth + 1));
      return array;
    }
    case element_type::OBJECT: {
      const simdjson::dom::object members = element;
      JsonTree object{Object{}};
      for (const auto& [name, value] : members) object.set(name, from(value, depth + 1));
      return object;
    }
    case element_type::STRING:
      return std::string(std::string_view(element));
    case element_type::INT64:
      return std::int64_t{element};
    case element_type::UINT64:
      return static_cast<double>(std::uint64_t{element});
    case element_type::DOUBLE:
      return double{element};
    case element_type::BOOL:
      return bool{element};
    case element_type::NULL_VALUE:
      return {};
  }
  return {};
}

std::optional<bool> JsonTree::flag() const {
  const bool* held = std::get_if<bool>(&value_);
  return held == nullptr ? std::nullopt : std::optional(*held);
}

std::optional<double> JsonTree::number() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value_)) return std::isfinite(*real) ? std::optional(*real) : std::nullopt;
  const std::string* written = text();
  if (written == nullptr || written->empty()) return std::nullopt;
  double value = 0;
  const auto [end, problem] = std::from_chars(written->data(), written->data() + written->size(), value);
  const bool whole = problem == std::errc{} && end == written->data() + written->size() && std::isfinite(value);
  return whole ? std::optional(value) : std::nullopt;
}

const JsonTree* JsonTree::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = std::ranges::find(*members, name, &Object::value_type::first);
  return found == members->end() ? nullptr : &found->second;
}

JsonTree* JsonTree::find(std::string_view name) { return const_cast<JsonTree*>(std::as_const(*this).find(name)); }

const JsonTree* JsonTree::at(std::size_t index) const {
  const Array* elements = array();
  return elements == nullptr || index >= elements->size() ? nullptr : &(*elements)[index];
}

JsonTree& JsonTree::set(std::string_view name, JsonTree value) {
  if (JsonTree* known = find(name)) return *known = std::move(value);
  return object()->emplace_back(std::string(name), std::move(value)).second;
}

void JsonTree::write(timing::JsonWriter& json) const {
  if (const Array* elements = array()) {
    json.begin_array();
    for (const JsonTree& element : *elements) element.write(json);
    json.end_array();
  } else if (const Object* members = object()) {
    json.begin_object();
    for (const auto& [name, value] : *members) {
      json.key(name);
      value.write(json);
    }
    json.end_object();
  } else if (const std::string* written = text()) {
    json.value(*written);
  } else if (const auto* whole = std::get_if<std::int64_t>(&value_)) {
    json.value(*whole);
  } else if (const auto* real = std::get_if<double>(&value_)) {
    json.value(*real);
  } else if (const bool* held = std::get_if<bool>(&value_)) {
    json.value(*held);
  } else {
    json.null();
  }
}

bool operator==(const JsonTree& a, const JsonTree& b) {
  const auto* members = a.object();
  if (members != nullptr && b.object() != nullptr) {
    if (members->size() != b.object()->size()) return false;
    return std::ranges::all_of(*members, [&](const auto& member) {
      const JsonTree* other = b.find(member.first);
      return other != nullptr && member.second == *other;
    });
  }
  if (a.value_ == b.value_) return true;
  const auto is_number = [](const JsonTree& tree) { return tree.text() == nullptr && tree.number().has_value(); };
  return is_number(a) && is_number(b) && *a.number() == *b.number();
}

}  // namespace stint::source::timing71
