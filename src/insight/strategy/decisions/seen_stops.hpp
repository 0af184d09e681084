// The stops of a race so far, each with what it filled and how the same crew's stops before it were.
#pragma once

#include <optional>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

struct SeenStop {
  race::CarNumber car;
  race::Instant at{};
  bool green = true;
  double fill = 0;               // green laps since the fuel before: laps under caution burn less
  double lane = 0;               // ms
  std::optional<double> cost;    // ms
  std::optional<double> in_lap;  // green: the in-lap over a usual lap of the class, ms
  double base = 0;               // lane less the fuel's time, ms
  std::optional<double> before;  // the base of the car's stop before it, over the class's middle
  int since_long = 0;            // stops of the car since its last long one, at most 4
};

// Of the usual kinds (neither drive-through nor repair: lane time within 0.6 to 1.5 times the class's median), by class, car by
// car in order of time. `base`, `before` and `since_long` are still to be told.
[[nodiscard]] std::vector<std::vector<SeenStop>> seen_stops(const race::Snapshot& race, const Measured& measured);

// A stop this much longer than the class's middle, at the same fill, is a long one: four tyres take as much at least.
inline constexpr double kLongStop = 4000;  // ms
inline constexpr int kMostSinceLong = 4;

}  // namespace stint::insight
