// The texts of IMSA's scoring files: JSON in a callback, names encoded twice, times, gaps, clocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timing/instant.hpp"

namespace stint::live::imsa {

// What is between the first `(` and the last `)` of `name({...});`; text that begins with a brace is itself. Empty: neither.
[[nodiscard]] std::string_view without_callback(std::string_view body);

// UTF-8 that was taken for Latin-1 and encoded again ("JoÃ£o") is set right; anything else stays.
[[nodiscard]] std::string repaired(std::string_view text);

// "69.962", "1:09.962"; nullopt for "--.---", zero and anything else.
[[nodiscard]] std::optional<timing::Millis> parse_lap_time(std::string_view text);

struct GapText {
  std::optional<timing::Millis> time;
  std::optional<std::int32_t> laps;
  bool operator==(const GapText&) const = default;
};
// "1.421", "1:46.420", "1 lap", "14 laps"; both unknown for "--.---", "--:---", "".
[[nodiscard]] GapText parse_gap(std::string_view text);

// "00:52:59", "1:28:43": a duration.
[[nodiscard]] std::optional<timing::Millis> parse_clock(std::string_view text);
// "2:41:07 PM", "14:29:51": since midnight.
[[nodiscard]] std::optional<timing::Millis> parse_time_of_day(std::string_view text);

}  // namespace stint::live::imsa
