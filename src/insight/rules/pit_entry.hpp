// Whether a class may drive into the pits now, by what race control has said and by the rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/rules/rule_book.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

struct PitEntry {
  std::optional<bool> open;  // nullopt: no rule and no word is known
  std::string because;       // in words, never empty: "race control opened it for GT", "closed under full course yellow ..."
  bool emergency = false;    // closed, but emergency service is allowed
  bool announced = false;    // from race control's words, not from a rule
  // Closed by a rule that ends by itself: in how many laps of the neutralisation; nullopt: open, or not known.
  std::optional<std::int32_t> opens_in_laps;
  std::vector<std::string> low_certainty;  // rules of certainty L that this rests on
};

// Race control's words come first: they are later and more exact than any rule.
[[nodiscard]] PitEntry pit_entry_now(const race::Snapshot& race, std::string_view class_name, const RuleBook& rules);

// The same if `flag` had been shown for `laps` laps of a car of this class, with nothing said: for futures and what-ifs.
[[nodiscard]] PitEntry pit_entry_under(timing::FlagKind flag, double laps, std::string_view class_name, const RuleBook& rules);

}  // namespace stint::insight
