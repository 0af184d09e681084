// The order of a race at one instant, from the laps that are known now: by laps completed, then by who completed the last one
// first.
#pragma once

#include <optional>
#include <string>

#include "race/snapshot.hpp"

namespace stint::testing {

// Where the orders of the two at `at` differ, in words; empty if nowhere. Crossings are known to `line`: what is closer
// together may be either way round, and what is closer to `at` may be on either side of it.
[[nodiscard]] std::string order_difference(const race::Snapshot& truth, const race::Snapshot& shown, timing::Instant at,
                                           timing::Millis line);

// The shortest lap but the first; nullopt if there is none.
[[nodiscard]] std::optional<timing::Millis> shortest_lap(const race::Snapshot& race);

}  // namespace stint::testing
