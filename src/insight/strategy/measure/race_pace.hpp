// Pace of cars and drivers against their class, and how it falls over a stint.
//
// A clean lap's residual is its time less the median of the class's clean laps of the same quarter of an hour: weather, rubber
// and traffic of the hour fall out of it. Fuel and tyres do so only in part: the class's cars are spread over their stints, so
// what remains is the stint's slope about its middle.
#pragma once

#include <vector>

#include "insight/strategy/measure/race_reading.hpp"

namespace stint::insight {

struct CarPace {
  std::optional<Measure> pace_ms;  // against the class; spread: of one lap
  std::vector<DriverMeasure> drivers;
};

struct ClassLapPace {
  std::vector<CarPace> cars;                              // by RaceReading::cars; those of other classes stay empty
  std::optional<Measure> degradation_ms;                  // a lap; spread: of the slopes of single stints
  std::optional<Measure> tyre_ms;                         // tyres alone, from double stints
  std::vector<std::optional<double>> car_degradation_ms;  // by RaceReading::cars, drawn to the class's
};

[[nodiscard]] ClassLapPace measure_pace(const RaceReading& race, std::size_t class_index);

}  // namespace stint::insight
