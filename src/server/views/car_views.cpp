// One car: its laps, stints, stops, drivers and telemetry.
#include <algorithm>

#include "server/limits.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/views.hpp"
#include "timing/event_names.hpp"

namespace stint::server {
namespace {

constexpr double kMillisPerMinute = 60'000.0;
constexpr double kKphPerMetrePerMilli = 3600.0;

// The first lap number after which the page begins: the last `limit` laps, or `limit` laps from `after` on.
struct LapPage {
  std::size_t begin = 0, end = 0;
};

Result<LapPage> page_of(const ViewCall& call, const decltype(race::CarSnapshot::laps_done)& laps) {
  const auto limit = call.target.integer("limit", 1, static_cast<std::int64_t>(limit::kPageRows));
  if (!limit) return std::unexpected(limit.error());
  const auto after = call.target.integer("after", 0, INT32_MAX);
  if (!after) return std::unexpected(after.error());
  const auto count = static_cast<std::size_t>(limit->value_or(static_cast<std::int64_t>(limit::kDefaultLaps)));
  if (!*after) return LapPage{laps.size() > count ? laps.size() - count : 0, laps.size()};
  std::size_t begin = 0;
  while (begin < laps.size() && laps[begin].number <= **after) ++begin;
  return LapPage{begin, std::min(laps.size(), begin + count)};
}

std::string_view driver_name(const race::CarSnapshot& car, const std::optional<timing::DriverId>& id) {
  if (!id) return {};
  for (const timing::Driver& driver : car.entry->drivers) {
    if (driver.id == *id) return driver.name;
  }
  return {};
}

// The times over as many sectors as this session has.
std::vector<std::optional<timing::Millis>> sector_list(const race::Snapshot& race, const race::LapRecord& lap) {
  const auto count = std::min<std::size_t>(static_cast<std::size_t>(race.sector_count), lap.sectors.size());
  return {lap.sectors.begin(), lap.sectors.begin() + static_cast<std::ptrdiff_t>(count)};
}

struct Speed {
  std::optional<double> kph;
  std::optional<std::string_view> source;
};

// The best that is known of a car's speed, and what it is: a measurement, or the average of its last lap.
Speed speed_of(const race::Snapshot& race, const race::CarSnapshot& car) {
  if (car.telemetry && car.telemetry->speed_kph) return {car.telemetry->speed_kph, "telemetry"};
  if (car.speed_kph) return {car.speed_kph, "speed_trap"};
  if (race.session.lap_length_m && car.last_lap && car.last_lap->time.count() > 0) {
    return {*race.session.lap_length_m / static_cast<double>(car.last_lap->time.count()) * kKphPerMetrePerMilli, "lap_average"};
  }
  return {};
}

// The sector that the car is in: the one after the last end of a sector crossed on this lap.
std::optional<std::int32_t> current_sector(const race::Snapshot& race, const race::CarSnapshot& car) {
  if (race.sector_count == 0 || !car.last_seen) return std::nullopt;
  std::int32_t sector = 1;
  for (std::size_t i = 0; i < car.sectors.size(); ++i) {
    if (car.sectors[i] && car.sectors[i]->lap == car.laps + 1) sector = static_cast<std::int32_t>(i) + 2;
  }
  return std::min(sector, race.sector_count);
}

// Mean of the stint's green laps.
std::optional<timing::Millis> average_lap(const race::CarSnapshot& car, const race::Stint& stint) {
  timing::Millis sum{};
  std::int64_t count = 0;
  for (std::size_t i = car.laps_done.size(); i > 0 && car.laps_done[i - 1].number >= stint.first_lap; --i) {
    const race::LapRecord& lap = car.laps_done[i - 1];
    if (lap.number > stint.last_lap || !lap.time || !lap.is_green()) continue;
    sum += *lap.time;
    ++count;
  }
  return count == 0 ? std::nullopt : std::optional(sum / count);
}

}  // namespace

Result<const race::CarSnapshot*> find_car(const ViewCall& call) {
  const auto number = timing::CarNumber::parse(call.car);
  const race::CarSnapshot* car = number ? call.race.find(*number) : nullptr;
  if (car == nullptr) return fail(ErrorCode::unknown_car, "There is no car '" + std::string(call.car) + "' in this session.");
  return car;
}

std::string_view stop_type(const race::PitStop& stop) {
  if (stop.red_flag) return "red_flag";
  if (!stop.out_lap) return "in_progress";
  return stop.driver_changed() ? "driver_change" : "service";
}

Result<void> view_lap_times(const ViewCall& call, Table& table) {
  const auto car = find_car(call);
  if (!car) return std::unexpected(car.error());
  const auto& laps = (*car)->laps_done;
  const auto page = page_of(call, laps);
  if (!page) return std::unexpected(page.error());
  const auto& session = call.race.session;
  for (std::size_t i = page->begin; i < page->end; ++i) {
    const race::LapRecord& lap = laps[i];
    table.begin_row();
    table.field("car_number", (*car)->number()).field("lap_number", lap.number).seconds("lap_time", lap.time);
    table.seconds("sector1_time", lap.sectors[0])
        .seconds("sector2_time", lap.sectors[1])
        .seconds("sector3_time", lap.sectors[2]);
    table.field("is_pit_lap", lap.in_lap).field("tire_age", lap.laps_since_stop);
    table.field("timestamp", timestamp(session, lap.ended_at)).field("lap_ms", lap.time);
    table.list("sectors_ms", sector_list(call.race, lap)).field("flag", timing::stable_name(lap.flag_at_end));
    table.field("position", lap.position > 0 ? std::optional(lap.position) : std::nullopt);
    table.field("class_position", lap.class_position > 0 ? std::optional(lap.class_position) : std::nullopt);
    table.field("gap_to_leader_ms", lap.gap_to_leader).field("laps_behind", lap.laps_behind);
    table.field("is_out_lap", lap.out_lap).text("driver", driver_name(**car, lap.driver));
    table.field("elapsed_ms", on_race_clock(session, lap.ended_at)).field("valid", lap.valid);
    table.end_row();
  }
  table.finish();
  return {};
}

Result<void> view_pit_history(const ViewCall& call, Table& table) {
  const auto car = find_car(call);
  if (!car) return std::unexpected(car.error());
  const auto& session = call.race.session;
  for (const race::PitStop& stop : (*car)->pit_stops) {
    table.begin_row();
    table.field("car_number", (*car)->number()).field("lap_number", stop.in_lap).seconds("duration", stop.lane);
    table.field("stop_type", stop_type(stop)).field("timestamp", timestamp(session, stop.in_at));
    table.field("in_lap", stop.in_lap).field("out_lap", stop.out_lap).field("lane_ms", stop.lane);
    table.field("in_at_ms", on_race_clock(session, stop.in_at)).field("flag", timing::stable_name(stop.flag));
    table.text("driver_in", stop.driver_in_name).text("driver_out", stop.driver_out_name);
    table.field("driver_changed", stop.driver_changed()).field("cost_ms", stop.cost).field("red_flag", stop.red_flag);
    table.end_row();
  }
  table.finish();
  return {};
}

Result<void> view_telemetry(const ViewCall& call, timing::JsonWriter& json) {
  const auto found = find_car(call);
  if (!found) return std::unexpected(found.error());
  const race::CarSnapshot& car = **found;
  const Speed speed = speed_of(call.race, car);
  const auto sector = [&](std::size_t index) {
    return index < car.sectors.size() && car.sectors[index] ? std::optional(car.sectors[index]->time) : std::nullopt;
  };
  json.begin_object().field("car_number", car.number()).field("speed", speed.kph).field("speed_source", speed.source);
  write_seconds(json, "sector1_time", sector(0));
  write_seconds(json, "sector2_time", sector(1));
  write_seconds(json, "sector3_time", sector(2));
  json.field("current_sector", current_sector(call.race, car)).field("timestamp", timestamp(call.race.session, car.last_seen));
  json.field("energy_pct", car.telemetry ? car.telemetry->energy_pct : std::nullopt);
  json.field("tyres", car.telemetry ? known_text(car.telemetry->tyres) : std::nullopt).end_object();
  return {};
}

Result<void> view_drivers(const ViewCall& call, timing::JsonWriter& json) {
  const auto found = find_car(call);
  if (!found) return std::unexpected(found.error());
  const race::CarSnapshot& car = **found;
  const race::Stint* stint = car.stints.empty() ? nullptr : &car.stints.back();
  json.begin_object().field("car_number", car.number()).field("current_driver", known_text(car.driver_name));
  json.field("stint_start_lap", stint ? std::optional(stint->first_lap) : std::nullopt);
  json.field("laps_in_stint", stint ? std::optional(stint->laps()) : std::nullopt);
  json.field("stint_duration",
             stint ? std::optional(static_cast<double>(stint->drive_time.count()) / kMillisPerMinute) : std::nullopt);
  write_seconds(json, "average_lap_time", stint ? average_lap(car, *stint) : std::nullopt);
  json.key("drivers").begin_array();
  for (const race::DriverTime& driver : car.drive_times) {
    json.begin_object().field("id", driver.id).field("name", known_text(driver.name));
    json.field("drive_ms", driver.drive_time).field("laps", driver.laps).end_object();
  }
  json.end_array().end_object();
  return {};
}

Result<void> view_stints(const ViewCall& call, timing::JsonWriter& json) {
  const auto car = find_car(call);
  if (!car) return std::unexpected(car.error());
  json.begin_object().field("car_number", (*car)->number()).key("stints").begin_array();
  for (const race::Stint& stint : (*car)->stints) {
    json.begin_object().field("number", stint.number).field("driver", known_text(stint.driver_name));
    json.field("first_lap", stint.first_lap).field("last_lap", stint.last_lap).field("laps", stint.laps());
    json.field("median_clean_ms", stint.median_clean).field("drive_ms", stint.drive_time);
    json.field("ended_by", race::stint_end_name(stint.ended_by)).end_object();
  }
  json.end_array().end_object();
  return {};
}

}  // namespace stint::server
