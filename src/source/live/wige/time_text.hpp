// Times and gaps as the WIGE feed writes them.
//
// A time is "43.883", "8:21.822", "06.971", with up to two minus signs before it; 0 and words ("PIT", "IN", "OUT") are no time.
// A gap is a time, a number of laps ("-- 3 laps", "--3 LAPS", "R3"), or for the leader the number of his lap ("Lap 16",
// "----LAP 6").
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "timing/instant.hpp"

namespace stint::live::wige {

using timing::Instant;
using timing::Millis;

// A number of laps above this is nonsense.
inline constexpr std::int32_t kMostLaps = 10'000;

[[nodiscard]] std::optional<Millis> parse_time(std::string_view text);

struct GapText {
  std::optional<Millis> time;
  std::optional<std::int32_t> laps;
  bool leads = false;  // heads its group: the text is the number of his lap
  bool operator==(const GapText&) const = default;
};
[[nodiscard]] GapText parse_gap(std::string_view text);

// Milliseconds since 1970; "0" and what is before 2000 is unknown.
[[nodiscard]] std::optional<Instant> parse_epoch_ms(std::string_view text);

}  // namespace stint::live::wige
