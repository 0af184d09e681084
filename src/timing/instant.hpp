// Time as the whole program knows it: integer milliseconds.
//
// Nothing here reads a clock. An Instant is UTC; a session whose calendar date is unknown (an archive file gives only the
// time of day) is marked `Dating::nominal` in its Session event, and its instants then count from 1970-01-01 local midnight.
#pragma once

#include <chrono>
#include <cstdint>

namespace stint::timing {

// A duration: a lap, a gap, a stay in the pit lane.
using Millis = std::chrono::milliseconds;

// A point in time, UTC, to the millisecond.
using Instant = std::chrono::sys_time<Millis>;

[[nodiscard]] constexpr std::int64_t count_ms(Millis value) { return value.count(); }
[[nodiscard]] constexpr std::int64_t count_ms(Instant value) { return value.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant instant_from_ms(std::int64_t ms) { return Instant{Millis{ms}}; }

}  // namespace stint::timing
