// What the rule book adds to a situation: closed pit entries, wave-by, drive time owed, penalties owed.
#pragma once

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/futures/situation.hpp"

namespace stint::insight {

void apply_rules(const race::Snapshot& race, const RuleBook& rules, Situation& to);

}  // namespace stint::insight
