// Races for tests whose outcome can be told without playing them.
#pragma once

#include <cmath>
#include <string>

#include "insight/strategy/futures/situation.hpp"

namespace stint::insight {

inline constexpr double kTestLapMs = 100'000;
inline constexpr double kTestTankLaps = 12;

// One class, `cars` of them on the line at the start of a race of `hours`: equal, without cautions, breakdowns or luck.
inline Situation equal_cars(std::size_t cars, double hours) {
  Situation made;
  made.limit_ms = hours * 3'600'000;
  SituationClass of;
  of.name = "GT";
  of.lap_ms = kTestLapMs;
  of.slow_down = {1, 2, 2};
  of.pit_loss_ms.fill({60'000, 0});
  of.drive_through_ms = 20'000;
  of.usual_fill_laps = kTestTankLaps;
  of.stop_at_share = {1, 0};
  made.classes.push_back(of);
  for (std::size_t i = 0; i < cars; ++i) {
    SituationCar car;
    car.number = CarNumber(std::to_string(i + 1));
    car.key = i + 1;
    car.lap_ms = kTestLapMs;
    car.tank_laps = {kTestTankLaps, 0};
    car.filled_laps = kTestTankLaps;
    made.cars.push_back(car);
  }
  return made;
}

// The same with luck in everything: pace, laps, stops, breakdowns and cautions.
inline Situation lively_cars(std::size_t cars, double hours) {
  Situation made = equal_cars(cars, hours);
  SituationClass& of = made.classes.front();
  of.pit_loss_ms = {Spread{60'000, 5'000}, Spread{35'000, 4'000}, Spread{30'000, 6'000}};
  of.stops_in_caution = {0, 0.1, 0.3, 0.6, 0.9};
  of.stop_at_share = {0.95, 0.04};
  of.fuel_ms_per_lap = 2'000;
  of.repair_share = 0.03;
  of.repair_ms = {300'000, 0};
  of.closed_ms = {0, 0, 120'000};
  made.cautions = {{Pace::slow, 0.4 / 3.6e6, std::log(300'000.0), 0.4}, {Pace::behind, 0.3 / 3.6e6, std::log(900'000.0), 0.4}};
  made.wave_by = true;
  for (SituationCar& car : made.cars) {
    car.lap_ms += 40 * static_cast<double>(car.key);
    car.lap_error_ms = 150;
    car.lap_spread_ms = 600;
    car.degradation_ms = 50;
    car.tank_laps.spread = 0.3;
    car.retirement_per_ms = 0.02 / 3.6e6;
    car.first_driver = made.drivers.size();
    car.drivers = 3;
    for (int i = 0; i < 3; ++i) made.drivers.push_back({"D" + std::to_string(i), i * 100.0, 50, 0, 1e9});
  }
  return made;
}

}  // namespace stint::insight
