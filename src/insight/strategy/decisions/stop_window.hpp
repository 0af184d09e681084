// When to stop: the laps on which the next stop can be made, and what each costs against the best.
//
//   cost(lap) = a stop more, if the tank then doesn't last in as few stops
//             + what the tyres lose over the stints that this lap makes of the rest of the race
//             + the traffic met at the rejoin
//             - what a caution would save if it comes before
//
// docs/strategy.md, "When to stop", has each term.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

// The options are every lap from the one under way to `last`: fuel, or the time of the driver at the wheel, lasts no longer.
// `first`: the first lap that costs no stop more. nullopt: nothing is known of the tank, the fuel lasts to the flag, or the car
// is in the lane.
[[nodiscard]] std::optional<StopWindow> stop_window(const FieldNow& field, const CarNow& car,
                                                    const std::vector<DriverDuty>& duties);

// In the last three laps a stop costs more than what saving a lap's fuel does: true if the tank may reach the flag (its 90 %
// quantile does). Then no stop for fuel is advised.
[[nodiscard]] bool may_reach_flag(const CarMeasure& car);

// Says what makes the dear options of a window dear that the futures have priced: the largest term of the same sum.
void explain_options(const FieldNow& field, const CarNow& car, const std::vector<DriverDuty>& duties, StopWindow& window);

// Time lost in the traffic that a car meets when it comes onto the track as if it had crossed the line at `line_ms` (relative
// to the snapshot), and behind whom.
struct TrafficMet {
  double lost_ms = 0;
  std::int32_t cars = 0;                  // of any class within 5 s of it
  std::optional<race::CarNumber> behind;  // the slower car that holds it up most
};
[[nodiscard]] TrafficMet traffic_met(const FieldNow& field, const CarNow& car, double line_ms, Pace pace);

}  // namespace stint::insight
