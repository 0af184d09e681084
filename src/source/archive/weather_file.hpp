// The weather file beside a session's laps: about one reading a minute, in metric or in American units.
#pragma once

#include <string_view>
#include <vector>

#include "source/archive/complaint_log.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source::archive {

inline constexpr std::size_t kMaxWeatherRows = 100'000;  // two months at one a minute

struct WeatherRow {
  timing::Instant at{};  // UTC
  timing::Weather weather;
};

// Readings in order of time. The file does not say its units, so they are told from its values: docs/archives.md.
// Errors: not_a_timing_file. Rows that can't be used are left out with a complaint; so are single values outside of what
// weather can be.
[[nodiscard]] Result<std::vector<WeatherRow>> parse_weather(std::string_view text, ComplaintLog& complaints);

}  // namespace stint::source::archive
