#include "insight/strategy/measure/measured_race.hpp"

#include <algorithm>

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/measure/class_samples.hpp"

namespace stint::insight {
namespace {

// Without any race that tells: half an hour to three quarters on a tank; a neutralised lap burns four tenths of a green one
// (reference figures of 32 to 46 %).
constexpr double kAssumedTank_ms = 2'700'000, kAssumedBurn = 0.42;
// The least doubt about a tank: the balance of performance changes from year to year, and circuits differ in consumption.
constexpr double kCircuitDoubt = 0.05, kSeriesDoubt = 0.12, kAssumedDoubt = 0.3;

double yellow_burn_of(const EarlierRaces& earlier, const std::string& class_name, const std::optional<Measure>& seen) {
  const auto burn = combine(seen, earlier.fact(class_name, ClassFact::yellow_burn));
  return burn ? std::clamp(burn->mean, 0.2, 0.8) : kAssumedBurn;
}

TankBook fill_tanks(const RaceReading& reading, const EarlierRaces& earlier, const std::vector<FuelStint>& stints,
                    const std::vector<double>& burns, std::span<const KnownTank> known) {
  TankBook tanks = empty_tanks(reading);
  for (const CarReading& car : reading.cars) {
    const auto told = std::ranges::find(known, car.car->number(), &KnownTank::car);
    if (told != known.end()) tanks.know(car.index, told->laps);
  }
  for (std::size_t c = 0; c < reading.classes.size(); ++c) tanks.expect(c, expected_tank(earlier, reading.classes[c]));
  for (const FuelStint& stint : stints) {
    const std::size_t of = reading.cars[stint.car].class_index;
    tanks.add(stint.car, stint.green_laps(burns[of]), stint.worth(tanks.of_class(of).laps));
  }
  for (const CarReading& car : reading.cars) tanks.goes_on(car.index, fuel_now(car).green_laps(burns[car.class_index]));
  return tanks;
}

}  // namespace

Tank expected_tank(const EarlierRaces& earlier, const ClassReading& of) {
  const auto tank_ms = earlier.fact(of.name, ClassFact::tank);
  double lap_ms = of.lap_ms;
  if (lap_ms <= 0) lap_ms = earlier.lap_ms(of.name).value_or(0);
  if (lap_ms <= 0) return {};
  if (!tank_ms) return {.laps = kAssumedTank_ms / lap_ms, .error = kAssumedDoubt * kAssumedTank_ms / lap_ms};
  const double doubt = tank_ms->basis == Basis::circuit        ? kCircuitDoubt
                       : tank_ms->basis == Basis::series_class ? kSeriesDoubt
                                                               : kAssumedDoubt;
  const auto usual_ms = earlier.usual_stint(of.name);
  return {.laps = tank_ms->mean / lap_ms,
          .usual = std::min(tank_ms->mean, usual_ms.value_or(tank_ms->mean)) / lap_ms,
          .error = std::max(doubt * tank_ms->mean, tank_ms->spread) / lap_ms,
          .stints = tank_ms->count,
          .basis = tank_ms->basis};
}

MeasuredRace read_with(const race::Snapshot& race, const EarlierRaces& earlier, const RuleBook* rules,
                       std::optional<race::Millis> length, std::span<const KnownTank> known) {
  RaceReading reading = read_race(race, earlier.transit_ms(), length);
  for (std::size_t c = 0; c < reading.classes.size(); ++c) {
    const auto together = rules != nullptr ? rules->refuel_and_tyres_together(reading.classes[c].name) : std::nullopt;
    split_services(reading, c, together && !together->value);
  }
  std::vector<FuelStint> stints = fuel_stints(reading, length);
  std::vector<double> burns;
  for (const ClassReading& of : reading.classes) burns.push_back(yellow_burn_of(earlier, of.name, std::nullopt));
  TankBook tanks = fill_tanks(reading, earlier, stints, burns, known);
  std::vector<std::optional<Measure>> seen;
  for (std::size_t c = 0; c < reading.classes.size(); ++c) {
    seen.push_back(fit_yellow_burn(reading, stints, c, tanks.of_class(c).laps));
    burns[c] = yellow_burn_of(earlier, reading.classes[c].name, seen.back());
  }
  tanks = fill_tanks(reading, earlier, stints, burns, known);
  return {std::move(reading), std::move(stints), std::move(burns), std::move(seen), std::move(tanks)};
}

}  // namespace stint::insight
