// The fields of every event kind, each listed once: what is written, read and checked follows from these lists.
// docs/events.md documents them for users.
//
// `fields` is one of the three visitors of event_ndjson.cpp. It offers
//   required(name, value[, range])  always written; missing is an error
//   maybe(name, optional[, range])  written if known
//   defaulted(name, value, usual)   written unless it has its usual value
//   text(name, string[, most])      written unless empty
//   list(name, vector, most)        written unless empty
#pragma once

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "timing/event.hpp"
#include "timing/event_limits.hpp"

namespace stint::timing {

template <class T>
struct Range {
  T least;
  T most;
};

inline constexpr Range<std::int32_t> kLaps{0, kMaxLap};
inline constexpr Range<std::int32_t> kSignedLaps{-kMaxLap, kMaxLap};
inline constexpr Range<std::int32_t> kSectors{1, kMaxSectorIndex};
inline constexpr Range<std::int32_t> kPositions{1, kMaxPosition};
inline constexpr Range<std::int32_t> kPosts{0, kMaxPost};
inline constexpr Range<std::int32_t> kOffsets{-kMaxUtcOffsetMin, kMaxUtcOffsetMin};
inline constexpr Range<Millis> kTimes{Millis{0}, kLongestDuration};
inline constexpr Range<Millis> kSignedTimes{-kLongestDuration, kLongestDuration};
inline constexpr Range<Instant> kInstants{kFirstInstant, kLastInstant};
inline constexpr Range<double> kMeasures{-kMaxMeasure, kMaxMeasure};
inline constexpr Range<double> kShares{0.0, 1.0};

// A body to read into, or a constant one to write or check.
template <class Body, class T>
concept Of = std::same_as<std::remove_const_t<Body>, T>;

template <class Fields>
void each_field(Fields& fields, Of<Session> auto& body) {
  fields.text("source", body.source);
  fields.text("source_session_id", body.source_session_id);
  fields.text("series", body.series);
  fields.text("event", body.event);
  fields.text("name", body.name);
  fields.text("track", body.track);
  fields.required("session_kind", body.kind);
  fields.required("state", body.state);
  fields.maybe("limit_ms", body.limit, kTimes);
  fields.maybe("limit_laps", body.limit_laps, kLaps);
  fields.maybe("started_at", body.started_at, kInstants);
  fields.defaulted("dating", body.dating, Dating::exact);
  fields.maybe("utc_offset_min", body.utc_offset_min, kOffsets);
  fields.maybe("lap_length_m", body.lap_length_m, kMeasures);
}

template <class Fields>
void each_field(Fields& fields, Of<Clock> auto& body) {
  fields.required("elapsed_ms", body.elapsed, kSignedTimes);
  fields.maybe("remaining_ms", body.remaining, kSignedTimes);
  fields.maybe("laps_remaining", body.laps_remaining, kSignedLaps);
  fields.defaulted("running", body.running, true);
}

template <class Fields>
void each_field(Fields& fields, Of<Driver> auto& body) {
  fields.defaulted("id", body.id, DriverId{});
  fields.text("name", body.name);
  fields.text("tla", body.tla);
  fields.text("grade", body.grade);
  fields.text("country", body.country);
}

template <class Fields>
void each_field(Fields& fields, Of<Entry> auto& body) {
  fields.required("car", body.car);
  fields.text("key", body.key);
  fields.text("class", body.class_name);
  fields.text("group", body.group);
  fields.text("team", body.team);
  fields.text("vehicle", body.vehicle);
  fields.text("manufacturer", body.manufacturer);
  fields.list("drivers", body.drivers, kMaxDrivers);
}

template <class Fields>
void each_field(Fields& fields, Of<Flag> auto& body) {
  fields.required("flag", body.kind);
  fields.defaulted("scope", body.scope, FlagScope::track);
  fields.defaulted("number", body.number, 0, kPosts);
}

template <class Fields>
void each_field(Fields& fields, Of<Sector> auto& body) {
  fields.required("car", body.car);
  fields.required("lap", body.lap, kLaps);
  fields.required("sector", body.index, kSectors);
  fields.required("time_ms", body.time, kTimes);
  fields.defaulted("best", body.best, BestMark::none);
}

template <class Fields>
void each_field(Fields& fields, Of<Loop> auto& body) {
  fields.required("car", body.car);
  fields.required("lap", body.lap, kLaps);
  fields.required("loop", body.index, kSectors);
  fields.required("since_lap_start_ms", body.since_lap_start, kTimes);
}

template <class Fields>
void each_field(Fields& fields, Of<Lap> auto& body) {
  fields.required("car", body.car);
  fields.required("lap", body.lap, kLaps);
  fields.maybe("time_ms", body.time, kTimes);
  fields.maybe("driver", body.driver);
  fields.maybe("flag", body.flag);
  fields.maybe("top_speed_kph", body.top_speed_kph, kMeasures);
  fields.defaulted("best", body.best, BestMark::none);
  fields.defaulted("valid", body.valid, true);
  fields.defaulted("in_lap", body.in_lap, false);
  fields.defaulted("out_lap", body.out_lap, false);
}

template <class Fields>
void each_field(Fields& fields, Of<PitIn> auto& body) {
  fields.required("car", body.car);
  fields.required("lap", body.lap, kLaps);
}

template <class Fields>
void each_field(Fields& fields, Of<PitOut> auto& body) {
  fields.required("car", body.car);
  fields.required("lap", body.lap, kLaps);
  fields.maybe("lane_ms", body.lane, kTimes);
}

template <class Fields>
void each_field(Fields& fields, Of<DriverChange> auto& body) {
  fields.required("car", body.car);
  fields.maybe("from", body.from);
  fields.required("to", body.to);
  fields.maybe("lap", body.lap, kLaps);
}

template <class Fields>
void each_field(Fields& fields, Of<CarStatus> auto& body) {
  fields.required("car", body.car);
  fields.required("state", body.state);
}

template <class Fields>
void each_field(Fields& fields, Of<OfficialStanding> auto& body) {
  fields.required("car", body.car);
  fields.maybe("position", body.position, kPositions);
  fields.maybe("class_position", body.class_position, kPositions);
  fields.maybe("laps", body.laps, kLaps);
  fields.maybe("gap_ms", body.gap, kSignedTimes);
  fields.maybe("gap_laps", body.gap_laps, kSignedLaps);
  fields.defaulted("reference", body.reference, GapReference::leader);
  fields.maybe("total_time_ms", body.total_time, kTimes);
  fields.maybe("status", body.status);
}

template <class Fields>
void each_field(Fields& fields, Of<RaceControl> auto& body) {
  fields.text("id", body.id);
  fields.text("text", body.text, kMaxMessageBytes);
  fields.list("cars", body.cars, kMaxCarsNamed);
  fields.text("group", body.group);
}

template <class Fields>
void each_field(Fields& fields, Of<Weather> auto& body) {
  fields.maybe("air_c", body.air_c, kMeasures);
  fields.maybe("track_c", body.track_c, kMeasures);
  fields.maybe("humidity_pct", body.humidity_pct, kMeasures);
  fields.maybe("wind_kph", body.wind_kph, kMeasures);
  fields.maybe("wind_dir_deg", body.wind_dir_deg, kMeasures);
  fields.maybe("pressure_hpa", body.pressure_hpa, kMeasures);
  fields.maybe("rain", body.rain);
}

template <class Fields>
void each_field(Fields& fields, Of<Position> auto& body) {
  fields.required("car", body.car);
  fields.maybe("fraction", body.fraction, kShares);
  fields.maybe("x", body.x, kMeasures);
  fields.maybe("y", body.y, kMeasures);
}

template <class Fields>
void each_field(Fields& fields, Of<Telemetry> auto& body) {
  fields.required("car", body.car);
  fields.maybe("speed_kph", body.speed_kph, kMeasures);
  fields.maybe("energy_pct", body.energy_pct, kMeasures);
  fields.text("tyres", body.tyres);
}

template <class Fields>
void each_field(Fields& fields, Of<FeedHealth> auto& body) {
  fields.text("source", body.source);
  fields.required("connected", body.connected);
  fields.required("stale", body.stale);
  fields.maybe("last_frame_at", body.last_frame_at, kInstants);
  fields.maybe("last_timing_at", body.last_timing_at, kInstants);
}

}  // namespace stint::timing
