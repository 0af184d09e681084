// When a car stops, and what is done while it stands.
#pragma once

#include "source/simulate/race_car.hpp"

namespace stint::source {

// What the pit wall knows when a car begins the last sector of a lap.
struct StopOutlook {
  double fuel_at_line = 0;  // laps left when it crosses the line
  double laps_to_go = 0;    // to the end of the race, from the line
  bool caution = false;     // full course yellow or safety car
  std::int32_t caution_number = 0;
  bool red = false;
  bool over = false;  // the chequered flag is out
};

// What leaves the pit wall no choice: a red flag, damage, an empty tank, a penalty that is due under green.
[[nodiscard]] StopReason forced_stop(const RaceCar& car, const StopOutlook& outlook);

// Green laps that a car can go on, once it has crossed the line with so much in its tank, before it is forced in.
[[nodiscard]] std::int32_t laps_to_empty(double fuel_at_line);

// Whether to come in at the end of this lap, and why. Draws from the car's stream.
[[nodiscard]] StopReason decide_stop(RaceCar& car, const StopOutlook& outlook);

// Whether the crew finds the car beyond repair when it stands in the box.
[[nodiscard]] bool gives_up(const RaceCar& car);

// Does the work on the car: fuel, tyres, driver, repair; fills in what was done and returns the time that it stands.
// `laps_to_go` from the line; `now` is when it crossed it.
RaceTime service(RaceCar& car, RaceTime now, double laps_to_go);

}  // namespace stint::source
