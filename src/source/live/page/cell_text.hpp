// What the texts of a timing page mean: times, gaps, counts, states, flags. What isn't understood is unknown.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "timing/event.hpp"

namespace stint::live::page {

// "1:23.456", "83.456", "1'23.456", "1'23\"456", "1:02:03.004", "1:23,456", "+0.512"; up to three decimals. A time of a lap is
// never 0; a gap may be.
[[nodiscard]] std::optional<timing::Millis> parse_time(std::string_view text);

// "6:00:00", "05:59:59", "12:34" (minutes and seconds).
[[nodiscard]] inline std::optional<timing::Millis> parse_clock(std::string_view text) { return parse_time(text); }

struct GapText {
  std::optional<timing::Millis> time;
  std::optional<std::int32_t> laps;
  bool operator==(const GapText&) const = default;
};
// A time, or "+1 LAP", "2 Laps", "-3 L", "1 Tour", "2 Runden".
[[nodiscard]] GapText parse_gap(std::string_view text);

// "12", "P12", "12.", "#7"; no sign.
[[nodiscard]] std::optional<std::int32_t> parse_count(std::string_view text);

// Without a leading "#" or "No."; nullopt if nothing, or more than a car number, is left.
[[nodiscard]] std::optional<timing::CarNumber> parse_car_number(std::string_view text);

// The whole text in the description's words or those known anyway; or else the first of its words that is one of them (a
// class attribute has several).
[[nodiscard]] std::optional<timing::CarState> parse_state(std::string_view text,
                                                          const std::map<std::string, timing::CarState>& words);
[[nodiscard]] std::optional<timing::FlagKind> parse_flag_text(std::string_view text,
                                                              const std::map<std::string, timing::FlagKind>& words);
[[nodiscard]] timing::SessionKind session_kind(std::string_view text);

}  // namespace stint::live::page
