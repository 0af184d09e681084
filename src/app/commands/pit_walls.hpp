// Pit walls of the duels in simulated races: each decides the stops of one car by a plan of its own.
//
// Every wall is told the same: the timing so far, what its car's tank gives and how much is left in it.
#pragma once

#include <optional>

#include "insight/strategy/strategist.hpp"
#include "race/race.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::insight {
class RuleLibrary;
}

namespace stint::app {

// What a wall goes by.
struct WallKnows {
  race::Race& race;  // the timing so far; outlives the wall
  timing::CarNumber car;
  const insight::Priors& priors;
  const insight::RuleLibrary& rules;
};

// In on the lap that the engine's window calls the best.
class AdvisedWall {
 public:
  // `runs`: futures of each answer.
  AdvisedWall(WallKnows knows, std::int32_t runs);
  [[nodiscard]] bool comes_in(const source::StopAsked& asked);

 private:
  WallKnows knows_;
  insight::AdviceSettings settings_;
};

// The fixed window: as it goes onto the track it shares the laps to the flag out evenly among the fewest stints that its tank
// allows, and comes in on that lap, whatever flag is out.
class EvenStintsWall {
 public:
  explicit EvenStintsWall(WallKnows knows) : knows_(std::move(knows)) {}
  [[nodiscard]] bool comes_in(const source::StopAsked& asked);

 private:
  void plan(const source::StopAsked& asked);

  WallKnows knows_;
  double fuel_before_ = 0;
  std::int32_t stint_began_ = 0;  // laps done then
  std::optional<std::int32_t> in_lap_;
};

}  // namespace stint::app
