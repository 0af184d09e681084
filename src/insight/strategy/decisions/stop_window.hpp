// When to stop: the laps on which the next stop can be made, and what each costs against the best.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

// last: fuel, or the driver's limit, lasts no longer. first: earlier costs a stop more before the flag; the lap under way if
// that can't be told. The cost of a lap counts what the tyres and the fuel make of the laps until the last one, the traffic met
// at the rejoin, and the fuel that is carried on without being used. nullopt: nothing is known of the tank, or no stop is
// needed.
[[nodiscard]] std::optional<StopWindow> stop_window(const FieldNow& field, const RoadCar& car,
                                                    const std::vector<DriverDuty>& duties);

// Time lost in the traffic that a car meets when it rejoins at `rejoin_ms` (relative to the snapshot) on `lap`, and behind
// whom.
struct TrafficMet {
  double lost_ms = 0;
  std::int32_t cars = 0;                  // of any class within 5 s of it
  std::optional<race::CarNumber> behind;  // the slower car that holds it up most
};
[[nodiscard]] TrafficMet traffic_met(const FieldNow& field, const RoadCar& car, double rejoin_ms, Pace pace);

}  // namespace stint::insight
