// All that strategists have to say of a session at one instant: the strategy, what was called before, and how good that was.
//
// Immutable; any thread may keep it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "insight/strategy/call_book.hpp"
#include "insight/strategy/call_score.hpp"
#include "insight/strategy/strategy.hpp"

namespace stint::insight {

class RuleBook;

struct StrategyReport {
  StrategyPtr strategy;                   // nullptr: still being worked out
  StrategyCallBook calls;                 // of this race so far, frozen
  std::vector<CallScore> scorecard;       // of those calls
  std::shared_ptr<const RuleBook> rules;  // in force; nullptr: there are none for the series
  std::string rule_override;              // the user's own rules, as he wrote them; empty: none
  std::uint64_t refreshes = 0;            // times that the session was worked out, this one included
  double refresh_seconds = 0;             // processor time that this one took
};
using StrategyReportPtr = std::shared_ptr<const StrategyReport>;

}  // namespace stint::insight
