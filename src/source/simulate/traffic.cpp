#include "source/simulate/traffic.hpp"

#include <algorithm>

namespace stint::source {
namespace {

// A car is lapped without a fight when it is this much slower, of a lap.
constexpr double kSlowerClass = 0.02;

// Passing costs 0.04 to 0.5 s, being passed somewhat less; more is lost where passing is hard.
double cost_of_passing(RandomStream& random, const Circuit& circuit) {
  return random.uniform(40, 500) * (1.5 - circuit.passing);
}

// Where on the lap the other is as the car sets out.
double place_of(const RaceCar& other, RaceTime now) {
  const double gone =
      static_cast<double>(now - other.began) / static_cast<double>(std::max<RaceTime>(1, other.due - other.began));
  return other.from + (other.to - other.from) * gone;
}

}  // namespace

RaceTime through_traffic(std::vector<RaceCar>& cars, std::size_t index, RaceTime due, const Circuit& circuit, bool may_pass) {
  RaceCar& car = cars[index];
  double passing_ms = 0;
  RaceTime held_until = 0;
  for (std::size_t i = 0; i < cars.size(); ++i) {
    RaceCar& other = cars[i];
    const bool ahead = i != index && other.leg == Leg::run && other.sector == car.sector && other.goal == Goal::sector_end;
    if (!ahead || other.due < due || place_of(other, car.began) < car.from) continue;
    const double advantage = other.free_lap_ms / car.free_lap_ms - 1;
    const bool much_slower = advantage > kSlowerClass;
    const double chance = much_slower ? 1.0 : circuit.passing * std::clamp(0.35 + 80 * advantage, 0.05, 1.0);
    if (may_pass && car.random.chance(chance)) {
      passing_ms += cost_of_passing(car.random, circuit);
      other.owed_ms += 0.6 * cost_of_passing(car.random, circuit);
    } else {
      held_until = std::max(held_until, other.due + car.random.whole(250, 700));
    }
  }
  constexpr double kMostLostBySectorMs = 5'000;
  const RaceTime passed = due + static_cast<RaceTime>(std::min(passing_ms, kMostLostBySectorMs));
  return std::max(passed, held_until);
}

}  // namespace stint::source
