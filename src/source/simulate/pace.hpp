// What a car can do on a lap, from what it carries and where it runs.
#pragma once

#include "source/simulate/race_car.hpp"
#include "source/simulate/weather_course.hpp"

namespace stint::source {

// A lap alone on the track, without noise or ailments, ms.
[[nodiscard]] double clean_lap_ms(const RaceCar& car, const Circuit& circuit, const WeatherCourse& weather);

// The driver's form on the coming lap, of a lap: autocorrelated, with a small mistake now and then. Advances the car's stream.
[[nodiscard]] double next_lap_noise(RaceCar& car);

// Noise of one sector on top of the lap's, of a sector.
[[nodiscard]] double sector_noise(RaceCar& car);

}  // namespace stint::source
