#include "app/race_time.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace stint::app {
namespace {

using timing::Millis;

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kMsPerMinute = 60 * kMsPerSecond;
constexpr std::int64_t kMsPerHour = 60 * kMsPerMinute;
}  // namespace

std::string clock_text(Millis time) {
  const std::int64_t seconds = time.count() / kMsPerSecond;
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string lap_time_text(Millis time) {
  const std::int64_t ms = time.count();
  const std::int64_t seconds = ms / kMsPerSecond % 60;
  const std::int64_t decimals = ms % kMsPerSecond;
  if (ms < kMsPerMinute) return fmt::format("{}.{:03}", seconds, decimals);
  if (ms < kMsPerHour) return fmt::format("{}:{:02}.{:03}", ms / kMsPerMinute, seconds, decimals);
  return fmt::format("{}:{:02}:{:02}.{:03}", ms / kMsPerHour, ms / kMsPerMinute % 60, seconds, decimals);
}

std::string lap_time_text(const std::optional<Millis>& time) { return time ? lap_time_text(*time) : "-"; }

std::string gap_text(const race::Gap& gap, bool leads) {
  if (leads) return "-";
  if (gap.laps > 0) return fmt::format("+{} LAP{}", gap.laps, gap.laps == 1 ? "" : "S");
  return gap.time ? "+" + lap_time_text(*gap.time) : "-";
}

}  // namespace stint::app
