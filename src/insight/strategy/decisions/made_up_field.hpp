// The made-up race of measure/made_up_stops.hpp at an instant, with what is measured of it written by hand: a tank of 20 laps,
// stops that lose 67 s, no degradation, 25 laps to the flag.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"
#include "insight/strategy/measure/made_up_stops.hpp"

namespace stint::insight {

inline Measured hand_measured(const race::Snapshot& race, double laps_left) {
  Measured measured;
  ClassMeasure of_class;
  of_class.class_name = "P";
  of_class.lap_ms = 100'400;
  of_class.slow_down = {1, 2, 1.6};
  of_class.pit_loss_ms[0] = Measure{67'000, 1'000, {66'000, 67'000, 68'000}, 8, Basis::race_class};
  of_class.pit_loss_ms[2] = Measure{40'000, 1'000, {39'000, 40'000, 41'000}, 8, Basis::circuit};
  of_class.in_lap_cost_ms = Measure{4'000, 500, {3'500, 4'000, 4'500}, 8, Basis::race_class};
  measured.classes.push_back(of_class);
  for (const race::CarSnapshot& seen : race.cars) {
    CarMeasure car;
    car.car = seen.number();
    car.lap_ms = 100'000 + 100 * std::stod(seen.number().str());
    car.lap_spread_ms = 200;
    car.tank_laps = Measure{20, 0.5, {19.5, 20, 20.5}, 3, Basis::car};
    car.laps_since_stop = seen.laps_since_stop.value_or(0);
    car.fuel_used_laps = car.laps_since_stop;
    const double left = 20 - car.laps_since_stop - 1;
    car.fuel_laps_left = Quantiles{left - 1, left, left + 1};
    car.laps_left = laps_left;
    measured.cars.push_back(car);
  }
  return measured;
}

// Snapshot, measured and field in one: what the tests of decisions look at.
struct MadeUpField {
  race::SnapshotPtr race;
  Measured measured;
  FieldNow field;
  explicit MadeUpField(std::int64_t at_ms, double laps_left = 25, const MadeUpStops& stops = {})
      : race(made_up_race_at(stops, at_ms)), measured(hand_measured(*race, laps_left)), field(*race, measured) {}
  [[nodiscard]] const CarNow& car(const char* number) const { return *field.find(CarNumber(number)); }
};

}  // namespace stint::insight
