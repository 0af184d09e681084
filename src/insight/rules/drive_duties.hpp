// What the drivers of a car have driven, still owe and may still drive.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/strategy.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

struct DriverDuties {
  std::vector<DriverDuty> drivers;  // all of the entry, also who has not driven yet; then others who have driven
  // The last lap on which the driver at the wheel can come in so that all that is owed by others can still be driven.
  std::optional<std::int32_t> hand_over_by_lap;
  bool infeasible = false;                 // all that is owed together exceeds what is left of the race
  std::vector<std::string> low_certainty;  // rules of certainty L that this rests on
};

// Drive time is time on the track (docs/definitions.md). What is left of the race is what is left of its time, less the share
// that this car has spent in the pit lane so far. Minimums whose driver has no known grade are unknown, if the rule asks for
// it.
[[nodiscard]] DriverDuties drive_duties(const race::CarSnapshot& car, const race::Snapshot& race, const RuleBook& rules);

}  // namespace stint::insight
