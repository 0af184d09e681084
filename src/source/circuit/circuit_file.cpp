#include "source/circuit/circuit_file.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace stint::source {
namespace {

using race::Circuit;
using simdjson::dom::element;

constexpr std::size_t kMostPoints = 20'000;
constexpr std::size_t kMostParts = 400;

std::optional<double> number(element object, std::string_view name) {
  double value = 0;
  if (object[name].get(value) == simdjson::SUCCESS) return value;
  return std::nullopt;
}

std::string text(element object, std::string_view name) {
  std::string_view value;
  return object[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string{};
}

std::vector<element> list(element object, std::string_view name) {
  simdjson::dom::array items;
  if (object[name].get(items) != simdjson::SUCCESS) return {};
  return {items.begin(), items.end()};
}

std::optional<double> fraction(element object, std::string_view name) {
  const auto value = number(object, name);
  return value && *value >= 0 && *value <= 1 ? value : std::nullopt;
}

std::vector<race::CoursePart> parts(const std::vector<element>& items) {
  std::vector<race::CoursePart> made;
  for (const element item : items) {
    const auto begin = fraction(item, "start");
    const auto end = fraction(item, "end");
    if (!begin || !end || made.size() >= kMostParts) continue;
    std::string name = text(item, "label");
    if (name.empty()) name = text(item, "name");
    if (name.empty()) name = text(item, "id");
    made.push_back({std::move(name), *begin, *end});
  }
  return made;
}

std::optional<std::vector<race::LongitudeLatitude>> places(element geometry) {
  std::vector<race::LongitudeLatitude> made;
  const std::vector<element> coordinates = list(geometry, "coordinates");
  if (coordinates.size() > kMostPoints) return std::nullopt;
  for (const element pair : coordinates) {
    simdjson::dom::array numbers;
    race::LongitudeLatitude place;
    if (pair.get(numbers) != simdjson::SUCCESS || numbers.size() < 2) return std::nullopt;
    if (numbers.at(0).get(place.longitude) != simdjson::SUCCESS || numbers.at(1).get(place.latitude) != simdjson::SUCCESS)
      return std::nullopt;
    made.push_back(place);
  }
  return made;
}

// A mark of the course, if this feature is one; the start line is at 0 by definition and needs none.
std::optional<race::CourseMark> mark(element properties) {
  const std::string role = text(properties, "role");
  const auto at = fraction(properties, "marker");
  if (!at || (role != "corner" && role != "pit_entry" && role != "pit_exit")) return std::nullopt;
  std::string name = text(properties, "name");
  if (name.empty()) name = text(properties, "label");
  return race::CourseMark{role, std::move(name), *at};
}

std::optional<element> geometry_of(element feature, std::string_view type) {
  element geometry;
  if (feature["geometry"].get(geometry) != simdjson::SUCCESS || text(geometry, "type") != type) return std::nullopt;
  return geometry;
}

std::string words_of_id(std::string_view id) {
  std::string name(id);
  std::ranges::replace(name, '-', ' ');
  return name;
}

std::string_view without_ending(std::string_view id, std::string_view ending) {
  return id.ends_with(ending) ? id.substr(0, id.size() - ending.size()) : id;
}

void add_names(element object, std::string_view name, std::vector<std::string>& names) {
  for (const element item : list(object, name)) {
    std::string_view value;
    if (item.get(value) == simdjson::SUCCESS && !value.empty() && names.size() < kMostParts) names.emplace_back(value);
  }
}

void add_members(element root, Circuit& circuit) {
  if (std::string name = text(root, "name"); !name.empty()) {
    circuit.names.push_back(name);
    circuit.name = std::move(name);
  }
  add_names(root, "aliases", circuit.names);
  if (const auto length = number(root, "length_m"); length && *length > 0) circuit.length_m = *length;
  if (auto sectors = parts(list(root, "sectors")); !sectors.empty()) circuit.sectors = std::move(sectors);
  if (auto zones = parts(list(root, "slow_zones")); !zones.empty()) circuit.slow_zones = std::move(zones);
  if (std::string words = text(root, "attribution"); !words.empty()) circuit.attribution = std::move(words);
}

void add_layout(element track, element layout, const std::string& slug, Circuit& circuit) {
  if (std::string name = text(track, "name"); !name.empty()) {
    circuit.names.push_back(name);
    circuit.name = std::move(name);
  }
  circuit.names.push_back(words_of_id(slug));
  add_names(track, "aka", circuit.names);
  add_names(layout, "aka", circuit.names);
  if (const auto length = number(layout, "length_m"); length && *length > 0) circuit.length_m = *length;
  for (const element layer : list(layout, "range_layers")) {
    const std::string kind = text(layer, "kind");
    if (kind == "timing_sectors" && circuit.sectors.empty()) circuit.sectors = parts(list(layer, "items"));
    if (kind == "slow_zones" && circuit.slow_zones.empty()) circuit.slow_zones = parts(list(layer, "items"));
  }
}

void add_track(element track, std::vector<Circuit>& circuits) {
  const std::string slug = text(track, "slug");
  if (slug.empty()) return;
  for (const element layout : list(track, "layouts")) {
    const std::string id = slug + "_" + text(layout, "id");
    for (Circuit& circuit : circuits) {
      const std::string_view own = without_ending(circuit.id, "_centreline");
      if (own == id || own == slug) add_layout(track, layout, slug, circuit);
    }
  }
}

}  // namespace

Result<Circuit> read_circuit(std::string_view id, std::string_view geojson) {
  const auto wrong = [&](const std::string& what) { return fail(ErrorCode::bad_argument, std::string(id) + ": " + what); };
  if (geojson.size() > kLargestCircuitFile) return wrong("a course has at most 8 MB");
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(simdjson::padded_string(geojson)).get(root) != simdjson::SUCCESS) return wrong("this is no JSON");
  Circuit circuit;
  circuit.id = id;
  const std::string_view own = without_ending(id, "_centreline");
  const std::size_t layout = own.rfind('_');
  circuit.name = words_of_id(own.substr(0, layout));
  if (layout != std::string_view::npos) circuit.layout = own.substr(layout + 1);
  circuit.names.push_back(circuit.name);
  for (const element feature : list(root, "features")) {
    element properties;
    if (const auto geometry = geometry_of(feature, "LineString"); geometry && circuit.line.empty()) {
      const auto points = places(*geometry);
      auto line = points ? race::measure_line(*points) : std::nullopt;
      if (!line) return wrong("its LineString is no course of 300 m to 50 km in degrees of longitude and latitude");
      circuit.line = std::move(line->points);
      circuit.length_m = line->length_m;
    } else if (geometry_of(feature, "Point") && feature["properties"].get(properties) == simdjson::SUCCESS) {
      if (auto made = mark(properties); made && circuit.marks.size() < kMostParts) circuit.marks.push_back(std::move(*made));
    }
  }
  if (circuit.line.empty()) return wrong("there is no feature with a LineString, which would be the course");
  add_members(root, circuit);
  return circuit;
}

void add_track_index(std::string_view json_lines, std::vector<Circuit>& circuits) {
  simdjson::dom::parser parser;
  for (std::size_t begin = 0; begin < json_lines.size();) {
    const std::size_t end = std::min(json_lines.find('\n', begin), json_lines.size());
    const simdjson::padded_string line(json_lines.substr(begin, end - begin));
    element track;
    if (parser.parse(line).get(track) == simdjson::SUCCESS) add_track(track, circuits);
    begin = end + 1;
  }
}

std::string attribution_of(std::string_view text) {
  constexpr std::string_view kCopyright = "©";
  const std::size_t sign = text.find(kCopyright);
  if (sign == std::string_view::npos) return {};
  const std::size_t end = std::min(text.find("\n\n", sign), text.size());
  std::string words;
  for (std::size_t i = sign; i < end; ++i) {
    const char c = text[i];
    if (c == '[' || c == '*' || c == '`') continue;
    if (c == ']' && i + 1 < end && text[i + 1] == '(') {  // the address of a link
      i = std::min(text.find(')', i), end);
      continue;
    }
    const bool is_gap = c == '\n' || c == '\r' || c == ' ' || (c == '>' && words.ends_with(' ')) || c == ']';
    if (c == '.' && words.ends_with(' ')) words.pop_back();
    if (!is_gap) words += c;
    if (is_gap && !words.ends_with(' ')) words += ' ';
  }
  while (words.ends_with(' ')) words.pop_back();
  return words;
}

}  // namespace stint::source
