// Calendars as TOML files: one a series and year. docs/calendar.md explains every key.
#pragma once

#include <string>
#include <string_view>

#include "calendar/schedule.hpp"
#include "timing/error.hpp"

namespace stint::calendar {

// A file past these is refused.
inline constexpr std::size_t kMostEvents = 500;    // in a file
inline constexpr std::size_t kMostSessions = 100;  // of an event
inline constexpr std::chrono::days kLongestEvent{31};
inline constexpr std::chrono::minutes kLongestSession{48 * 60};

// `name` is the file's, for messages. Errors: bad_configuration (what is wrong, with line and column; also a key that there is
// not).
[[nodiscard]] Result<Calendar> parse_calendar(std::string_view name, std::string_view text);

// A file that parse_calendar() reads as the same events. REQUIRES: all of one series.
[[nodiscard]] std::string calendar_text(const Calendar& calendar);

}  // namespace stint::calendar
