// Who goes round behind the safety car and wins a lap back, and who should stop or stay out for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "insight/rules/rule_book.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

// What a car can do for a lap.
enum class RegroupCall : std::uint8_t {
  none,
  go_round,  // it has the safety car ahead and its class leader behind it: it goes round, and can stop on that lap
  stay_out,  // a lap down and behind its class leader: if he stops and it does not, it is ahead of him for the wave-by
};

struct RegroupChance {
  timing::CarNumber car;
  std::optional<bool> eligible;  // now; nullopt: no caution, or the queue behind the safety car can't be told yet
  RegroupCall call = RegroupCall::none;
  std::string because;  // in words
};

struct Regrouping {
  std::vector<RegroupChance> cars;         // in the order of the snapshot
  std::string unknown_because;             // empty: it is known
  std::vector<std::string> low_certainty;  // rules of certainty L that this rests on
};

// The queue is told from the crossings of the line: the largest hole in a lap's crossings is where the safety car is. It is
// known once that hole is at least a quarter of a lap (the field has closed up).
[[nodiscard]] Regrouping regrouping(const race::Snapshot& race, const RuleBook& rules);

}  // namespace stint::insight
