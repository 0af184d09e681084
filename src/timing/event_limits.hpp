// The bounds of what an event may say. They keep a damaged or hostile log from asking the rest of the program for absurd
// amounts of memory or for arithmetic that overflows; no real race comes near them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "timing/instant.hpp"

namespace stint::timing {

inline constexpr std::uint64_t kMaxSeq = std::numeric_limits<std::int64_t>::max();  // SQLite's and JSON readers' integers
inline constexpr Instant kFirstInstant = std::chrono::sys_days{std::chrono::year{1900} / 1 / 1};
inline constexpr Instant kLastInstant = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};
inline constexpr Millis kLongestDuration = std::chrono::days{100};  // of a lap, a gap, a race
inline constexpr std::int32_t kMaxLap = 100'000;                    // a 24 h race on a 30 s lap has 2,880
inline constexpr std::int32_t kMaxSectorIndex = 99;                 // sectors and loops of a lap
inline constexpr std::int32_t kMaxPosition = 10'000;
inline constexpr std::int32_t kMaxPost = 10'000;         // sector, marshal post or slow zone of a flag
inline constexpr std::int32_t kMaxUtcOffsetMin = 1440;   // a day either way
inline constexpr double kMaxMeasure = 1e9;               // of any physical quantity, either sign
inline constexpr std::size_t kMaxNameBytes = 1024;       // a name, an id, a class ...
inline constexpr std::size_t kMaxMessageBytes = 16'384;  // a race control message
inline constexpr std::size_t kMaxDrivers = 16;           // of one car
inline constexpr std::size_t kMaxCarsNamed = 256;        // in one race control message

// The longest line of a log. The largest event within the bounds above, every byte of it escaped as \u00XX, is well below it
// (an entry: 70 texts of 6 KiB).
inline constexpr std::size_t kMaxLineBytes = 1U << 20U;

}  // namespace stint::timing
