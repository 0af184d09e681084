// One race with everything read from it that measuring and tallying share.
#pragma once

#include <span>
#include <vector>

#include "insight/strategy/measure/earlier_races.hpp"
#include "insight/strategy/measure/fuel_use.hpp"
#include "insight/strategy/measure/race_reading.hpp"

namespace stint::insight {

struct MeasuredRace {
  RaceReading reading;
  std::vector<FuelStint> stints;
  std::vector<double> yellow_burn;                  // by class
  std::vector<std::optional<Measure>> yellow_seen;  // by class: as fitted in this race
  TankBook tanks;
};

// `known`: what crews have said of their tanks.
[[nodiscard]] MeasuredRace read_with(const race::Snapshot& race, const EarlierRaces& earlier, const RuleBook* rules,
                                     std::optional<race::Millis> length, std::span<const KnownTank> known = {});

// What is believed of a class's tank before this race has shown anything; laps 0: nothing.
[[nodiscard]] Tank expected_tank(const EarlierRaces& earlier, const ClassReading& of);

}  // namespace stint::insight
