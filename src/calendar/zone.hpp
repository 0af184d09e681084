// Local time at a track: an IANA zone ("Europe/Rome") by the system's tzdata, or a fixed offset from UTC.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "timing/error.hpp"
#include "timing/instant.hpp"

namespace stint::calendar {

using Day = std::chrono::year_month_day;

// One of the two. A zone of a name that tzdata lacks can't be made.
struct Zone {
  std::string name;                            // empty: `offset` counts
  std::optional<std::chrono::minutes> offset;  // east of Greenwich is positive
  bool operator==(const Zone&) const = default;
};

struct LocalTime {
  Day day;
  std::chrono::minutes since_midnight{};
};

// Errors: bad_argument (tzdata has no such zone).
[[nodiscard]] Result<Zone> named_zone(std::string_view name);
// "+02:00", "-0330", "Z". Errors: bad_argument.
[[nodiscard]] Result<Zone> offset_zone(std::string_view text);

// A time that a change of the clocks skips is taken as the moment of the change; of a time that occurs twice, the first.
[[nodiscard]] timing::Instant to_utc(const Zone& zone, const LocalTime& local);
[[nodiscard]] std::chrono::minutes offset_at(const Zone& zone, timing::Instant at);
[[nodiscard]] LocalTime to_local(const Zone& zone, timing::Instant at);

// "2026-04-19T13:00+02:00", and "2026-04-19T11:00Z".
[[nodiscard]] std::string local_text(const Zone& zone, timing::Instant at);
[[nodiscard]] std::string utc_text(timing::Instant at);
// "2026-04-19", "13:00".
[[nodiscard]] std::string day_text(Day day);
[[nodiscard]] std::string clock_text(std::chrono::minutes since_midnight);
// "2026-04-19". nullopt: no such day.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);

}  // namespace stint::calendar
