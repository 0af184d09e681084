// Gaps and intervals: from crossings of the same point, never from summed lap times.
#pragma once

#include "race/car_progress.hpp"
#include "race/snapshot.hpp"

namespace stint::race {

// The gap of `behind` to `ahead`, which is before it in the order. The point is the latest one of `behind` that `ahead` crossed
// earlier; laps are whole laps between their latest points. `at` is the instant for the gap's age.
[[nodiscard]] Gap gap_between(const CarProgress& ahead, const CarProgress& behind, Instant at);

// Whole laps that `ahead` is further than `behind`, by their latest crossings; a car past the same sector counts as past it.
[[nodiscard]] std::int32_t whole_laps_between(const CarProgress& ahead, const CarProgress& behind);

}  // namespace stint::race
