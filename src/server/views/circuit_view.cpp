#include "server/views/circuit_view.hpp"

#include <cmath>

#include "server/views/table.hpp"

namespace stint::server {
namespace {

using timing::JsonWriter;

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

void write_parts(JsonWriter& json, const std::vector<race::CoursePart>& parts) {
  json.begin_array();
  for (const race::CoursePart& part : parts)
    json.begin_object().field("name", part.name).field("begin", part.begin).field("end", part.end).end_object();
  json.end_array();
}

void write_course(JsonWriter& json, const race::Circuit& circuit) {
  constexpr double kDecimetres = 10;
  constexpr double kHundredThousandths = 100'000;
  json.begin_object().field("id", circuit.id).field("name", circuit.name).field("layout", known_text(circuit.layout));
  json.field("length_m", rounded(circuit.length_m, kDecimetres)).key("line").begin_array();
  for (const race::CoursePoint& point : circuit.line) {
    json.begin_array().value(rounded(point.x, kDecimetres)).value(rounded(point.y, kDecimetres));
    json.value(rounded(point.fraction, kHundredThousandths)).end_array();
  }
  json.end_array().key("sectors");
  write_parts(json, circuit.sectors);
  json.key("slow_zones");
  write_parts(json, circuit.slow_zones);
  json.key("marks").begin_array();
  for (const race::CourseMark& mark : circuit.marks) {
    json.begin_object().field("kind", mark.kind).field("name", known_text(mark.name)).field("at", mark.fraction).end_object();
  }
  json.end_array().field("attribution", known_text(circuit.attribution)).end_object();
}

}  // namespace

void write_circuit(JsonWriter& json, const timing::Session& session, const race::Circuit* circuit) {
  json.begin_object().field("track", known_text(session.track)).key("circuit");
  if (circuit == nullptr) {
    json.null();
  } else {
    write_course(json, *circuit);
  }
  json.end_object();
}

}  // namespace stint::server
