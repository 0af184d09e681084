// The items of one car.
#include <algorithm>
#include <cctype>

#include "mock/griiip/scene.hpp"

namespace stint::mock::griiip {
namespace {

using race::BestMark;
using race::CarSnapshot;
using race::LapRecord;
using timing::JsonWriter;

BestMark mark_of(const Scene& scene, const CarSnapshot& row, const LapRecord& lap) {
  if (scene.race.bests.lap_by == row.number() && scene.race.bests.lap_number == lap.number) return BestMark::overall;
  return row.best_lap && row.best_lap->lap == lap.number ? BestMark::personal : BestMark::none;
}

// P, G, S, B
std::string_view category_of(const std::string& grade) {
  if (grade == "platinum") return "P";
  if (grade == "gold") return "G";
  if (grade == "silver") return "S";
  return grade == "bronze" ? "B" : "";
}

struct Name {
  std::string first, last;
};

Name split_name(const std::string& name) {
  const auto blank = name.find(' ');
  if (blank == std::string::npos) return {"", name};
  return {name.substr(0, blank), name.substr(blank + 1)};
}

std::string loud(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

void write_driver(JsonWriter& json, const timing::Driver& driver) {
  json.begin_object().field("displayName", driver.name).field("threeLettersName", driver.tla);
  json.field("externalDriverID", driver.id).field("categoryId", category_of(driver.grade));
  json.key("countryCodeTwo").null();
  json.key("irRating").null();
  json.key("licenseType").null();
  json.key("safetyRating").null();
  json.field("driverId", 90'000 + std::hash<std::string>{}(driver.name) % 9'000).field("hasImage", false);
  json.field("seasonParticipantDriverId", 234'000);
  json.field("ts", "0001-01-01T00:00:00+00:00").field("elapsedTimeMillis", kNoClockDerived).field("sid", kNone);
  json.field("pid", kNone).field("carNumber", "").field("classId", "").end_object();
}

// A gap as a time, or as laps if there are whole laps between the cars.
void write_distance(JsonWriter& json, std::string_view millis, std::string_view laps, const race::Gap& gap, bool is_first) {
  const bool in_time = is_first || (gap.laps == 0 && gap.time);
  json.field(millis, is_first ? 0 : in_time ? gap.time->count() : kNone);
  json.field(laps, is_first ? 0 : gap.laps);
}

}  // namespace

void write_lap(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row, const LapRecord& lap) {
  json.begin_object();
  if (!scene.style.brief) json.field("sessionPart", 1);
  json.field("lapNumber", lap.number).field("lapTimeMillis", lap.time ? lap.time->count() : kNone);
  if (!scene.style.brief) {
    json.field("isValid", lap.valid && !lap.in_lap && !lap.out_lap);
    json.field("color", color_word(mark_of(scene, row, lap)));
  }
  write_stamp(json, scene.style, lap.ended_at, scene.book.elapsed_ms(lap.ended_at), &car);
  json.end_object();
}

void write_sector(JsonWriter& json, const Scene& scene, const Participant& car, const SectorItem& sector, bool valid) {
  json.begin_object().field("sectorNumber", sector.index).field("lapNumber", sector.lap);
  json.field("sectorTimeMillis", sector.time);
  if (!scene.style.brief) json.field("isValid", valid).field("color", color_word(sector.best));
  write_stamp(json, scene.style, sector.at, scene.book.elapsed_ms(sector.at), &car);
  json.end_object();
}

void write_rank(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row, bool deleted) {
  json.begin_object().field("overallPosition", row.position.value_or(0)).field("position", row.class_position.value_or(0));
  json.field("isDeleted", deleted);
  if (!scene.style.brief) json.field("lapNumber", row.laps + 1);
  write_stamp(json, scene.style, row.last_seen.value_or(scene.now), kNoClockDerived, &car);
  json.end_object();
}

void write_gap(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row) {
  const bool is_first = row.class_position == 1;
  json.begin_object();
  write_distance(json, "gapToFirstMillis", "gapToFirstLaps", row.class_gap, is_first);
  write_distance(json, "gapToAheadMillis", "gapToAheadLaps", row.class_interval, is_first);
  json.field("isDeleted", false);
  if (!scene.style.brief) json.field("lapNumber", row.laps + 1);
  write_stamp(json, scene.style, row.last_seen.value_or(scene.now), kNoClockDerived, &car);
  json.end_object();
}

void write_official_rank(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row) {
  json.begin_object().field("position", row.position.value_or(-1));
  write_distance(json, "gapToFirstMillis", "gapToFirstLaps", row.gap, row.position == 1);
  // Of this item it is the car's race time at the line.
  ItemStyle style = scene.style;
  style.brief = true;
  json.field("elapsedTimeMillis", row.elapsed ? row.elapsed->count() : kNone);
  write_stamp(json, style, row.last_seen.value_or(scene.now), kNone, &car);
  json.end_object();
}

void write_participant(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row, bool loud_name) {
  const timing::Entry& entry = *row.entry;
  const Name name = split_name(row.driver_name);
  json.begin_object().field("firstname", loud_name ? loud(name.first) : name.first);
  json.field("lastname", loud_name ? loud(name.last) : name.last);
  json.field("displayName", entry.team).field("teamName", entry.team);
  if (!scene.style.brief) {
    json.field("threeLettersName", entry.drivers.empty() ? "" : entry.drivers.front().tla);
    json.key("countryCodeTwo").null();
    json.field("seasonPid", car.pid - 160'000).field("hasCarNumberImage", false).field("hasManufacturerImage", true);
  }
  json.field("currentDriverId", row.driver ? row.driver->view() : std::string_view());
  json.field("manufacturer", entry.vehicle.empty() ? entry.manufacturer : entry.vehicle);
  json.key("drivers").begin_array();
  for (const timing::Driver& driver : entry.drivers) write_driver(json, driver);
  json.end_array();
  ItemStyle style = scene.style;
  style.with_car = true;  // it is this item that tells which car a pid is
  write_stamp(json, style, scene.now, kNoClock, &car);
  json.end_object();
}

void write_status(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row) {
  json.begin_object().field("status", status_word(row.state));
  write_stamp(json, scene.style, scene.now, kNoClock, &car);
  json.end_object();
}

void write_tires(JsonWriter& json, const Scene& scene, const Participant& car, const CarSnapshot& row) {
  json.begin_object().key("tires").begin_array();
  for (const std::string_view wheel : {"frontLeft", "frontRight", "rearLeft", "rearRight"}) {
    json.begin_object().field("id", wheel);
    json.field("compound", row.telemetry ? std::string_view(row.telemetry->tyres) : std::string_view());
    json.field("ageInLaps", row.laps_since_stop.value_or(0)).field("isChanged", true).end_object();
  }
  json.end_array();
  write_stamp(json, scene.style, scene.now, kNoClock, &car);
  json.end_object();
}

}  // namespace stint::mock::griiip
