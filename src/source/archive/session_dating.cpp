#include "source/archive/session_dating.hpp"

#include <chrono>

namespace stint::source::archive {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;
using timing::Millis;

// Local time is at most this far from UTC (Baker Island, Line Islands).
constexpr minutes kWestmost{-12 * 60};
constexpr minutes kEastmost{14 * 60};
constexpr minutes kOffsetStep{15};

}  // namespace

SessionDating date_nominally(std::optional<FileMillis> started_time_of_day) {
  return {.started_at = timing::Instant{started_time_of_day.value_or(FileMillis{0})},
          .dating = timing::Dating::nominal,
          .utc_offset_min = std::nullopt};
}

std::optional<SessionDating> date_by_weather(FileMillis started_time_of_day, std::span<const WeatherRow> weather) {
  if (weather.empty()) return std::nullopt;
  const timing::Instant first = weather.front().at;
  std::optional<SessionDating> best;
  Millis least{};
  for (minutes offset = kWestmost; offset <= kEastmost; offset += kOffsetStep) {
    const auto local_day = floor<days>(first + offset);
    for (const days day : {days{-1}, days{0}, days{1}}) {
      const timing::Instant start = local_day + day + started_time_of_day - offset;
      const Millis lag = std::chrono::abs(first - start);
      const bool smaller_offset = best && std::chrono::abs(offset) < std::chrono::abs(minutes{*best->utc_offset_min});
      if (best && (lag > least || (lag == least && !smaller_offset))) continue;
      least = lag;
      best = {
          .started_at = start, .dating = timing::Dating::exact, .utc_offset_min = static_cast<std::int32_t>(offset.count())};
    }
  }
  return least <= kMaxWeatherLag ? best : std::nullopt;
}

}  // namespace stint::source::archive
