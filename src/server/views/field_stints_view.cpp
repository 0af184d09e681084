// The stints of all cars on one time axis: /api/stints.
#include <algorithm>

#include "server/views/race_clock.hpp"
#include "server/views/views.hpp"

namespace stint::server {
namespace {

using timing::Instant;
using timing::JsonWriter;

std::optional<Instant> end_of_lap(const race::CarSnapshot& car, std::int32_t number) {
  const auto found = std::lower_bound(car.laps_done.begin(), car.laps_done.end(), number,
                                      [](const race::LapRecord& lap, std::int32_t wanted) { return lap.number < wanted; });
  if (found == car.laps_done.end() || found->number != number) return std::nullopt;
  return found->ended_at;
}

const race::PitStop* stop_after(const race::CarSnapshot& car, std::int32_t in_lap) {
  for (const race::PitStop& stop : car.pit_stops) {
    if (stop.in_lap == in_lap && !stop.red_flag) return &stop;
  }
  return nullptr;
}

// From the pit exit where that is known, otherwise from the line.
std::optional<Instant> begin_of(const race::Snapshot& race, const race::CarSnapshot& car, const race::Stint& stint) {
  if (stint.first_lap <= 1) return race.session.started_at;
  const race::PitStop* stop = stop_after(car, stint.first_lap - 1);
  if (stop != nullptr && stop->out_at) return stop->out_at;
  return end_of_lap(car, stint.first_lap - 1);
}

std::optional<Instant> end_of(const race::CarSnapshot& car, const race::Stint& stint) {
  if (stint.ended_by == race::StintEnd::running) return std::nullopt;
  const race::PitStop* stop = stop_after(car, stint.last_lap);
  return stop != nullptr ? stop->in_at : end_of_lap(car, stint.last_lap);
}

// What a lap of the car usually takes: its pace in the latest stint that has one.
std::optional<timing::Millis> usual_lap(const race::CarSnapshot& car) {
  for (std::size_t i = car.stints.size(); i > 0; --i) {
    if (car.stints[i - 1].median_clean) return car.stints[i - 1].median_clean;
  }
  return car.last_lap ? std::optional(car.last_lap->time) : std::nullopt;
}

void write_stint(JsonWriter& json, const race::Snapshot& race, const race::CarSnapshot& car, const race::Stint& stint) {
  const race::PitStop* stop = stint.ended_by == race::StintEnd::running ? nullptr : stop_after(car, stint.last_lap);
  json.begin_object().field("number", stint.number).field("driver", known_text(stint.driver_name));
  json.field("first_lap", stint.first_lap).field("last_lap", stint.last_lap);
  json.field("begins_ms", on_race_clock(race.session, begin_of(race, car, stint)));
  json.field("ends_ms", on_race_clock(race.session, end_of(car, stint)));
  json.field("ended_by", race::stint_end_name(stint.ended_by));
  json.field("lane_ms", stop != nullptr ? stop->lane : std::nullopt);
  json.field("driver_changed", stop != nullptr && stop->driver_changed()).end_object();
}

}  // namespace

Result<void> view_field_stints(const ViewCall& call, JsonWriter& json) {
  const std::string* wanted = call.target.find("car_class");
  json.begin_object().field("at_ms", call.race.elapsed).field("remaining_ms", call.race.remaining).key("cars").begin_array();
  for (const race::CarSnapshot& car : call.race.cars) {
    if (wanted != nullptr && !wanted->empty() && car.entry->class_name != *wanted) continue;
    json.begin_object().field("car_number", car.number()).field("car_class", known_text(car.entry->class_name));
    json.field("laps", car.laps).field("line_ms", car.elapsed).field("usual_lap_ms", usual_lap(car));
    json.key("stints").begin_array();
    for (const race::Stint& stint : car.stints) write_stint(json, call.race, car, stint);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return {};
}

}  // namespace stint::server
