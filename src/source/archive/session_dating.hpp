// When a session was, on the calendar. Lap files know the local time of day only; a weather file beside them knows UTC.
#pragma once

#include <optional>
#include <span>

#include "source/archive/clock_text.hpp"
#include "source/archive/weather_file.hpp"
#include "timing/event.hpp"

namespace stint::source::archive {

struct SessionDating {
  timing::Instant started_at{};  // UTC, or counted from 1970-01-01T00:00 local time if nominal
  timing::Dating dating = timing::Dating::nominal;
  std::optional<std::int32_t> utc_offset_min;
  friend bool operator==(const SessionDating&, const SessionDating&) = default;
};

// From the time of day alone. Unknown: midnight.
[[nodiscard]] SessionDating date_nominally(std::optional<FileMillis> started_time_of_day);

// The weather log is switched on with the session's clock: in the 43 archives that have both, its first reading is 2 to 62 s
// after the start. So of all offsets from UTC, which are whole quarters of an hour, the right one is that which puts the start
// nearest to the first reading. nullopt if even that is not within kMaxWeatherLag: then the files are not of one session.
[[nodiscard]] std::optional<SessionDating> date_by_weather(FileMillis started_time_of_day, std::span<const WeatherRow> weather);

inline constexpr timing::Millis kMaxWeatherLag = std::chrono::minutes{3};

}  // namespace stint::source::archive
