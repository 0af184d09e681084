#include "source/simulate/truth_log.hpp"

#include <cmath>

namespace stint::source {
namespace {

std::int64_t whole(double value) { return std::llround(value); }

// Shares of a lap and laps of fuel: enough digits to be useful, few enough to read.
double thousandths(double value) { return static_cast<double>(whole(value * 1000)) / 1000.0; }
double millionths(double value) { return static_cast<double>(whole(value * 1e6)) / 1e6; }

void write_ids(timing::JsonWriter& json, const std::vector<std::int32_t>& ids) {
  json.key("incidents").begin_array();
  for (const std::int32_t id : ids) json.value(id);
  json.end_array();
}

}  // namespace

void TruthLog::car(const RaceCar& car, std::int32_t grid) {
  add("car", 0, [&](timing::JsonWriter& json) {
    json.field("car", car.number()).field("class", car.kind->name).field("grid", grid);
    json.field("strength_loss", millionths(car.strength_loss)).field("tank_laps", car.tank_laps);
    json.field("tyre_life_laps", thousandths(car.tyre_life_laps)).key("drivers").begin_array();
    for (const CrewMember& member : car.crew) {
      json.begin_object().field("id", member.id).field("pace_loss", millionths(member.pace_loss));
      json.field("consistency", millionths(member.consistency)).end_object();
    }
    json.end_array();
  });
}

void TruthLog::lap(const RaceCar& car, RaceTime now, RaceTime time_ms, double wetness) {
  const LostTime& lost = car.lost;
  const std::int64_t clean = whole(car.lap_clean_ms);
  const std::int64_t traffic = whole(lost.traffic_ms), incident = whole(lost.incident_ms), ailment = whole(lost.ailment_ms),
                     start = whole(lost.start_ms);
  const std::int64_t rest = time_ms - clean - traffic - incident - ailment - start - lost.pit_ms;
  add("lap", now, [&](timing::JsonWriter& json) {
    json.field("car", car.number()).field("lap", car.laps).field("time_ms", time_ms).field("clean_ms", clean);
    json.key("lost_ms").begin_object();
    json.field("traffic", traffic).field("incident", incident).field("ailment", ailment).field("pit", lost.pit_ms);
    json.field("start", start);
    json.field("caution", car.saw_caution ? rest : 0).field("noise", car.saw_caution ? 0 : rest).end_object();
    json.field("driver", car.crew[car.driver].id).field("fuel_laps", thousandths(car.fuel_laps));
    json.field("tyre_laps", thousandths(car.tyre_laps)).field("wetness", thousandths(wetness));
    write_ids(json, car.lap_incidents);
  });
}

std::int32_t TruthLog::incident(const RaceCar& car, const Mishap& mishap, RaceTime at, std::string_view other) {
  const std::int32_t id = ++incidents_;
  add("incident", at, [&](timing::JsonWriter& json) {
    json.field("id", id).field("kind", mishap_name(mishap.kind)).field("car", car.number()).field("lap", car.laps + 1);
    json.field("sector", car.sector + 1).field("held_ms", mishap.hold_ms).field("terminal", mishap.terminal);
    json.key("with");
    other.empty() ? json.null() : json.value(other);
    json.key("detail");
    mishap.detail.empty() ? json.null() : json.value(mishap.detail);
  });
  return id;
}

std::int32_t TruthLog::slow_zone(RaceTime at, std::int32_t zone, std::int32_t sector) {
  const std::int32_t id = ++incidents_;
  add("incident", at, [&](timing::JsonWriter& json) {
    json.field("id", id).field("kind", mishap_name(MishapKind::slow_zone)).field("zone", zone).field("sector", sector);
  });
  return id;
}

void TruthLog::incident_over(std::int32_t id, RaceTime at) {
  add("incident_over", at, [&](timing::JsonWriter& json) { json.field("id", id); });
}

void TruthLog::stop(const RaceCar& car, RaceTime now, bool left) {
  add("stop", now, [&](timing::JsonWriter& json) {
    json.field("car", car.number()).field("in_lap", car.in_lap_number).field("in_at_ms", car.lane_began);
    json.field("reason", stop_reason_name(car.stop_reason)).field("standing_ms", car.standing_ms);
    json.key("lane_ms");
    left ? json.value(now - car.lane_began) : json.null();
    json.field("fuel_added_laps", thousandths(car.fuel_added)).field("tyres", car.tyres_changed);
    json.field("driver_in", car.crew[car.driver_before].id).field("driver_out", car.crew[car.driver].id);
    json.field("repair_ms", car.repaired_ms);
  });
}

void TruthLog::retirement(const RaceCar& car, RaceTime at, std::string_view where) {
  add("retirement", at, [&](timing::JsonWriter& json) {
    json.field("car", car.number()).field("laps", car.laps).field("where", where);
    write_ids(json, car.ailments.incidents);
  });
}

void TruthLog::caution(std::string_view kind, RaceTime at, std::int32_t cause) {
  add("caution", at, [&](timing::JsonWriter& json) { json.field("kind", kind).field("cause", cause); });
}

}  // namespace stint::source
