// One finished race as tallies, for the priors of others.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/measure/priors.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

// `race`: at its end. `earlier`: what was known of tanks before; learning the habits of drivers needs it, so learn twice over
// all races (learn_priors).
[[nodiscard]] RaceTally tally_race(const std::string& id, const race::Snapshot& race, const RuleBook* rules,
                                   const Priors& earlier);

struct FinishedRace {
  std::string id;
  race::SnapshotPtr race;  // at its end
  RuleBook rules;
};

// All races as priors. Twice over them: habits are counted with tanks as the other races tell them. `progress`: what is done,
// and the share of the whole.
[[nodiscard]] Priors learn_priors(std::span<const FinishedRace> races,
                                  const std::function<void(std::string_view, double)>& progress);

}  // namespace stint::insight
