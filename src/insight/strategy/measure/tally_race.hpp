// One finished race as tallies, for the priors of others.
#pragma once

#include <string>

#include "insight/strategy/measure/priors.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

class RuleBook;

// `race`: at its end. `earlier`: what was known of tanks before; learning the habits of drivers needs it, so learn twice over
// all races (learn_priors).
[[nodiscard]] RaceTally tally_race(const std::string& id, const race::Snapshot& race, const RuleBook* rules,
                                   const Priors& earlier);

}  // namespace stint::insight
