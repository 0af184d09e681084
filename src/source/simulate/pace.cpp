#include "source/simulate/pace.hpp"

namespace stint::source {

double clean_lap_ms(const RaceCar& car, const Circuit& circuit, const WeatherCourse& weather) {
  const CarClass& kind = *car.kind;
  const double fuel = car.fuel_laps / car.tank_laps;
  const double age = car.tyre_laps / car.tyre_life_laps;
  // Wear grows faster than age: a third of the loss is linear, the rest comes with the square.
  const double tyres = kind.tyre_loss * (age / 3 + age * age * 2 / 3);
  const double loss = car.strength_loss + car.crew[car.driver].pace_loss + kind.fuel_loss * fuel + tyres +
                      weather.dry_track_loss() + kind.rain_loss * weather.wetness();
  return circuit.lap_s * 1000.0 * kind.pace * (1 + loss);
}

double next_lap_noise(RaceCar& car) {
  constexpr double kMemory = 0.45;      // correlation from lap to lap
  constexpr double kFresh = 0.8930286;  // sqrt(1 - kMemory^2): keeps the spread constant
  constexpr double kMistakeChance = 0.03;
  const double spread = car.at_wheel().consistency;
  car.lap_noise = kMemory * car.lap_noise + kFresh * spread * car.random.normal();
  const double mistake = car.random.chance(kMistakeChance) ? car.random.uniform(0.003, 0.012) : 0;
  return car.lap_noise + mistake;
}

double sector_noise(RaceCar& car) { return 0.8 * car.at_wheel().consistency * car.random.normal(); }

}  // namespace stint::source
