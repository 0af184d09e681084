// The race's laps and stops as the measurements need them: what was slow, what was refuelling, who ran clean.
//
// Made once from a snapshot; everything in it lies in the past of the snapshot's instant. Pure values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

struct RacedLap {
  std::int32_t number = 0;
  Instant ended_at{};
  double time_ms = 0;   // 0: unknown
  double usual_ms = 0;  // the car's clean lap around then; 0: unknown
  double slow = 0;      // how much of the lap was neutralised, 0..1
  double slow_sum = 0;  // of this and all laps before
  Pace pace_at_end = Pace::green;
  bool in_lap = false, out_lap = false;
  bool clean = false;        // green and at most 107 % of usual
  std::int32_t driver = -1;  // in CarReading::drivers
};

struct StopReading {
  std::int32_t in_lap = 0;
  std::optional<std::int32_t> out_lap;
  Instant in_at{};
  Pace pace = Pace::green;
  std::optional<double> lane_ms, cost_ms;
  Service service = Service::full;
  bool red_flag = false;
  std::optional<bool> tyres_changed;
  // Red-flag standing and passages without service leave the tank as it is.
  [[nodiscard]] bool refuels() const { return !red_flag && service != Service::drive_through; }
};

struct DriverReading {
  std::optional<DriverId> id;
  std::string name;
};

struct CarReading {
  std::size_t index = 0;  // in Snapshot::cars
  std::size_t class_index = 0;
  const race::CarSnapshot* car = nullptr;
  std::vector<RacedLap> laps;  // [i] is lap i + 1, if none is missing
  std::vector<StopReading> stops;
  std::vector<DriverReading> drivers;
  double usual_ms = 0;  // its clean lap of late; 0: unknown
};

// A caution: from the first neutralisation until green. `pace`: the slowest kind that it had (behind a safety car over slow).
struct CautionReading {
  Pace pace = Pace::behind;
  Instant from{};
  std::optional<Instant> until;  // nullopt: out now
  // By class: when its cars began to come in for service; nullopt: not yet.
  std::vector<std::optional<Instant>> open_since;
};

struct ClassReading {
  std::string name;
  double lap_ms = 0;          // median of its cars' usual laps; 0: unknown
  double lane_median_ms = 0;  // of all stops with a lane time; 0: none
};

struct RaceReading {
  const race::Snapshot* race = nullptr;
  std::optional<Instant> start;
  bool flags_known = false;  // some flag has been told: cautions can be counted
  std::vector<ClassReading> classes;
  std::vector<CarReading> cars;
  std::vector<CautionReading> cautions;
  std::optional<double> transit_ms;  // the pit lane without a stop, if somebody has driven through
};

// `known_transit_ms`: the pit lane without a stop, from earlier races here. `length`: of the race, by time.
[[nodiscard]] RaceReading read_race(const race::Snapshot& race, std::optional<double> known_transit_ms,
                                    std::optional<race::Millis> length = std::nullopt);

// The caution that is out at `at`; nullptr: none.
[[nodiscard]] const CautionReading* caution_at(const RaceReading& race, Instant at);

[[nodiscard]] double sample_median(std::vector<double> values);              // REQUIRES: not empty
[[nodiscard]] double quantile_of(std::vector<double> values, double share);  // REQUIRES: not empty

// n, mean, spread and band of `values` after leaving out those further than 3.5 (scaled) median deviations from the median;
// nullopt of none.
[[nodiscard]] std::optional<Measure> robust_measure(std::vector<double> values, Basis basis);

}  // namespace stint::insight
