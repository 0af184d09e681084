// What race control has imposed on the cars, and what of it has been served: feeds never say the latter, the timing shows it.
#pragma once

#include <optional>
#include <vector>

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/strategy.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

// What a passage of the pit lane takes in this race, from all cars' lane times up to now.
struct LaneTimes {
  // Without stopping: the median of the passages that can have had no service (see penalty_ledger.cpp); nullopt: none yet.
  std::optional<Millis> drive_through;
  std::optional<Millis> service;  // median of the others
  // What a passage without stopping costs against staying out: drive_through plus the median of cost less lane time.
  std::optional<Millis> drive_through_cost;
};
[[nodiscard]] LaneTimes lane_times(const race::Snapshot& race);

struct CarPenalties {
  std::vector<OwedPenalty> penalties;      // in the order of their issue
  std::vector<std::string> low_certainty;  // rules of certainty L that this rests on
};

// Drive-throughs, stop and gos, times added to a stop or to the result; no warnings, fines or deleted lap times.
[[nodiscard]] CarPenalties penalties(const race::CarSnapshot& car, const race::Snapshot& race, const RuleBook& rules,
                                     const LaneTimes& lane);

}  // namespace stint::insight
