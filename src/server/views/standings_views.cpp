// Positions, the leaderboard, and how positions and gaps came about lap by lap.
#include <algorithm>
#include <set>

#include "server/views/gap_text.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/views.hpp"
#include "timing/event_names.hpp"

namespace stint::server {
namespace {

bool in_class(const ViewCall& call, const race::CarSnapshot& car) {
  const std::string* wanted = call.target.find("car_class");
  return wanted == nullptr || wanted->empty() || *wanted == car.entry->class_name;
}

std::optional<timing::Millis> time_of(const std::optional<race::MarkedTime>& marked) {
  return marked ? std::optional(marked->time) : std::nullopt;
}

// The leader is no time behind himself.
std::optional<timing::Millis> gap_seconds(const race::Gap& gap, bool leads) { return leads ? timing::Millis{0} : gap.time; }

template <class Gaps>
void write_rows(const ViewCall& call, Table& table, Gaps write_gaps) {
  for (const race::CarSnapshot& car : call.race.cars) {
    if (!in_class(call, car)) continue;
    table.begin_row();
    table.field("car_number", car.number());
    table.text("team_name", car.entry->team).text("car_class", car.entry->class_name);
    table.field("position", car.position).field("position_in_class", car.class_position).field("laps_completed", car.laps);
    write_gaps(car, car.position == 1, car.class_position == 1);
    table.seconds("last_lap_time", time_of(car.last_lap)).seconds("best_lap_time", time_of(car.best_lap));
    table.field("in_pit", car.state == timing::CarState::in_pit);
    table.text("current_driver", car.driver_name);
    table.field("gap_laps", car.gap.laps).field("class_gap_laps", car.class_gap.laps);
    table.field("gap_age_ms", car.gap.age).field("status", timing::stable_name(car.state));
    table.text("manufacturer", car.entry->manufacturer).field("stops", car.stops);
    table.field("seen_age_ms", car.last_seen ? std::optional(call.race.at - *car.last_seen) : std::nullopt);
    table.end_row();
  }
  table.finish();
}

// `cars=7,50`: the numbers asked for; empty: all.
std::set<std::string, std::less<>> wanted_cars(const ViewCall& call) {
  std::set<std::string, std::less<>> wanted;
  const std::string* list = call.target.find("cars");
  std::string_view rest = list == nullptr ? std::string_view{} : std::string_view(*list);
  while (!rest.empty()) {
    const std::size_t end = rest.find(',');
    if (const std::string_view number = rest.substr(0, end); !number.empty()) wanted.emplace(number);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  return wanted;
}

template <class Value>
void write_column(timing::JsonWriter& json, std::string_view name, const race::CarSnapshot& car, Value value) {
  json.key(name).begin_array();
  for (const race::LapRecord& lap : car.laps_done) json.value(value(lap));
  json.end_array();
}

// A position of 0 is one that isn't known.
std::optional<std::int32_t> known_position(std::int32_t position) {
  return position > 0 ? std::optional(position) : std::nullopt;
}

}  // namespace

Result<void> view_positions(const ViewCall& call, Table& table) {
  write_rows(call, table, [&](const race::CarSnapshot& car, bool leads, bool leads_class) {
    table.seconds("gap_to_leader", gap_seconds(car.gap, leads));
    table.seconds("gap_to_class_leader", gap_seconds(car.class_gap, leads_class));
  });
  return {};
}

Result<void> view_leaderboard(const ViewCall& call, Table& table) {
  write_rows(call, table, [&](const race::CarSnapshot& car, bool leads, bool leads_class) {
    table.field("gap_to_leader", gap_text(car.gap, leads));
    table.field("gap_to_class_leader", gap_text(car.class_gap, leads_class));
  });
  return {};
}

Result<void> view_position_history(const ViewCall& call, timing::JsonWriter& json) {
  const auto wanted = wanted_cars(call);
  const auto& session = call.race.session;
  json.begin_object().key("cars").begin_array();
  for (const race::CarSnapshot& car : call.race.cars) {
    if (!in_class(call, car) || (!wanted.empty() && !wanted.contains(car.number().view()))) continue;
    json.begin_object().field("car_number", car.number()).field("car_class", known_text(car.entry->class_name));
    write_column(json, "laps", car, [](const race::LapRecord& lap) { return lap.number; });
    write_column(json, "positions", car, [](const race::LapRecord& lap) { return known_position(lap.position); });
    write_column(json, "class_positions", car, [](const race::LapRecord& lap) { return known_position(lap.class_position); });
    write_column(json, "gaps_ms", car, [](const race::LapRecord& lap) { return lap.gap_to_leader; });
    write_column(json, "laps_behind", car, [](const race::LapRecord& lap) { return lap.laps_behind; });
    write_column(json, "elapsed_ms", car, [&](const race::LapRecord& lap) { return on_race_clock(session, lap.ended_at); });
    json.end_object();
  }
  json.end_array().end_object();
  return {};
}

}  // namespace stint::server
