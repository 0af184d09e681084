// Visits to the pit lane, from entering and leaving it.
//
// Feeds and archives say it in three ways, all understood: pit in, then pit out on the next lap; a pit out whose pit in was
// never seen; and IMSA's red flags, where one lap both stands in the lane and ends in it.
#pragma once

#include <cstdint>
#include <optional>

#include "race/car_progress.hpp"

namespace stint::race {

// The car is in the lane on `lap`. A second word of the same visit changes nothing.
void enter_pit_lane(CarProgress& car, std::int32_t lap, Instant at, FlagKind flag);

// The car left the lane on `lap`. Returns the place of the stop that this closes, nullopt if it is none (leaving the garage
// before the first lap).
std::optional<std::size_t> leave_pit_lane(CarProgress& car, std::int32_t lap, Instant at, std::optional<Millis> lane,
                                          FlagKind flag);

// The last stop that ended a lap numbered `in_lap` and counts as one; nullptr if none.
[[nodiscard]] const PitStop* stop_after_lap(const CarProgress& car, std::int32_t in_lap);

// The in-lap of the last counting stop before `lap`; 0 if there was none, so that lap - this is the age of a stint in laps.
[[nodiscard]] std::int32_t last_stop_before(const CarProgress& car, std::int32_t lap);

// Stops that count: standing in the lane under a red flag does not.
[[nodiscard]] std::int32_t counted_stops(const CarProgress& car);

}  // namespace stint::race
