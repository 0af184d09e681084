#include "source/simulate/pit_strategy.hpp"

#include <algorithm>

namespace stint::source {
namespace {

// No driver stays at the wheel longer: half of what the rules for a day allow.
constexpr RaceTime kLongestTurnMs = RaceTime{170} * 60'000;

std::size_t next_driver(const RaceCar& car) {
  std::size_t chosen = car.driver == 0 && car.crew.size() > 1 ? 1 : 0;
  for (std::size_t i = 0; i < car.crew.size(); ++i) {
    if (i != car.driver && car.crew[i].driven_ms < car.crew[chosen].driven_ms) chosen = i;
  }
  return chosen;
}

// A turn ends when the driver has done his stints, or would pass the limit before the next stop; unless the crew has lost
// count, and only finds out when race control tells it.
bool changes_driver(RaceCar& car, RaceTime now) {
  if (car.crew.size() < 2) return false;
  if (car.forgets_change) return car.missed_change > 0;
  const CrewMember& driver = car.at_wheel();
  const auto stint_ms = static_cast<RaceTime>(car.kind->stint_min * 60'000);
  constexpr double kForgets = 0.01;
  if (now - car.turn_began + stint_ms > kLongestTurnMs || car.turn_stints >= driver.longest_turn) {
    car.forgets_change = car.random.chance(kForgets);
    return !car.forgets_change;
  }
  return car.turn_stints >= 2 ? car.random.chance(0.6) : car.random.chance(0.25);
}

double refuel(RaceCar& car, double laps_to_go) {
  const double wanted = std::min(car.tank_laps, laps_to_go + 0.7);
  car.fuel_added = std::max(0.0, wanted - car.fuel_laps);
  car.fuel_laps += car.fuel_added;
  return 1000 * car.kind->refuel_s * car.fuel_added / car.tank_laps;
}

double change_tyres(RaceCar& car, double laps_to_go) {
  const double next_stint = std::min(car.fuel_laps, laps_to_go);
  car.tyres_changed = car.ailments.needs_tyres || car.tyre_laps + next_stint > car.tyre_life_laps;
  if (!car.tyres_changed) return 0;
  car.tyre_laps = 0;
  return 1000 * car.kind->tyres_s;
}

// A part that is still failing slowly is left alone until it has to be changed.
void repair(RaceCar& car) {
  if (car.ailments.drift_laps > 0 && !car.ailments.must_stop) return;
  car.repaired_ms = car.ailments.repair_ms;
  car.ailments.damage = car.ailments.drift = car.ailments.drift_per_lap = car.ailments.limp = 0;
  car.ailments.drift_laps = 0;
  car.ailments.repair_ms = 0;
  car.ailments.must_stop = car.ailments.needs_tyres = false;
}

}  // namespace

std::int32_t laps_to_empty(double fuel_at_line) {
  constexpr double kDrop = 0.06;  // laps: what the pump does not reach
  return static_cast<std::int32_t>(std::max(0.0, fuel_at_line - kDrop));
}

StopReason forced_stop(const RaceCar& car, const StopOutlook& outlook) {
  if (outlook.red) return StopReason::red_flag;
  if (outlook.over) return StopReason::none;
  if (car.ailments.must_stop) return StopReason::damage;
  if (laps_to_empty(outlook.fuel_at_line) == 0 && outlook.laps_to_go > 0) return StopReason::fuel;
  // Penalties are not served under caution, and a stop for fuel doesn't serve a drive-through.
  return car.drive_through_due && !outlook.caution ? StopReason::penalty : StopReason::none;
}

StopReason decide_stop(RaceCar& car, const StopOutlook& outlook) {
  const StopReason forced = forced_stop(car, outlook);
  if (forced != StopReason::none || outlook.over || !outlook.caution) return forced;
  if (car.cautions_seen == outlook.caution_number) return StopReason::none;
  car.cautions_seen = outlook.caution_number;
  const bool useful = outlook.fuel_at_line < 0.6 * car.tank_laps && outlook.laps_to_go > outlook.fuel_at_line;
  return useful && car.random.chance(0.7) ? StopReason::caution : StopReason::none;
}

bool gives_up(const RaceCar& car) {
  return car.ailments.ends_in_pit && car.ailments.must_stop && car.stop_reason != StopReason::red_flag;
}

RaceTime service(RaceCar& car, RaceTime now, double laps_to_go) {
  car.fuel_added = 0;
  car.tyres_changed = false;
  car.repaired_ms = 0;
  car.driver_before = car.driver;
  if (car.stop_reason == StopReason::red_flag || gives_up(car)) return 0;
  if (car.stop_reason == StopReason::penalty) {
    car.drive_through_due = false;
    return 0;
  }
  double fuel_ms = refuel(car, laps_to_go);
  const double tyres_ms = change_tyres(car, laps_to_go);
  ++car.turn_stints;
  if (changes_driver(car, now)) {
    car.driver = next_driver(car);
    car.turn_stints = 0;
    car.turn_began = now;
    car.turn_driven_ms = 0;
    car.forgets_change = false;
    fuel_ms = std::max(fuel_ms, 1000 * car.kind->driver_change_s);
  }
  repair(car);
  double standing = car.kind->fuel_and_tyres_together ? std::max(fuel_ms, tyres_ms) : fuel_ms + tyres_ms;
  // Positioning, jacks, and the crew's luck.
  const double luck = car.random.normal();
  standing += car.random.uniform(1500, 4000) + 1200 * (luck < 0 ? -luck : luck);
  if (car.random.chance(0.03)) standing += car.random.uniform(5'000, 25'000);
  standing += 1000 * car.penalty_s;
  car.penalty_s = 0;
  return static_cast<RaceTime>(standing) + car.repaired_ms;
}

}  // namespace stint::source
