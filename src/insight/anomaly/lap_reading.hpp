// A slow green lap in figures, and how likely it is that something happened on it.
//
// The probabilities are logistic in these figures; their weights come from the laps of training races alone (docs/anomalies.md,
// "Calibration"), labelled afterwards.
#pragma once

#include <cstdint>

#include "timing/event.hpp"

namespace stint::insight {

struct LapReading {
  timing::CarNumber car;
  std::int32_t lap = 0;
  timing::Instant ended{};
  // At the end of the lap. 0.08 = 8 % of a lap.
  double by_sectors = 0;     // slower than the car's own sectors times what the class did in each at that time
  double by_lap = 0;         // slower than the car's base times what the class's laps of the last 90 s took
  double worst_sector = 0;   // lost in the worst sector
  double spread = 0;         // median size of the car's own green laps' excesses
  double class_excess = 0;   // what the class did: its factor - 1
  double disorder = 0;       // how differently the class's cars fare: upper quartile less median of their laps of four minutes
  double by_previous = 0;    // slower than the car's lap before; 0 without one
  double noise = 0;          // size of the excesses of the class's latest green laps, four of five: what is usual now
  double own_noise = 0;      // median size of the car's own five latest
  double since_green_s = 0;  // since the track is green again, at most an hour
  double stint_lap = 0;      // at most 10
  // 90 s later.
  double by_both_sides = 0;       // slower than base times what the class's laps of 90 s before and after took
  double sectors_both_sides = 0;  // the same by sectors
  double disorder_both_sides = 0;
  bool back_in_pits = false;  // the car is in the lane or its lap was an in-lap
};

// That the lap is an incident lap, as far as can be known at its end, and 90 s later.
[[nodiscard]] double incident_probability(const LapReading& reading);
[[nodiscard]] double verdict_probability(const LapReading& reading);

}  // namespace stint::insight
