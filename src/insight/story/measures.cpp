// Numbers as people say them.
#include <cstdlib>
#include <string>

#include "insight/story/wording.hpp"
#include "timing/padded_number.hpp"

namespace stint::insight::story {
namespace {

using timing::padded;

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;

long long rounded(std::int64_t value, std::int64_t unit) { return (value + unit / 2) / unit; }

}  // namespace

std::string RaceClock::text(Instant at) const {
  if (!start) return {};
  const long long seconds = std::chrono::floor<std::chrono::seconds>(at - *start).count();
  const long long size = std::llabs(seconds);
  return (seconds < 0 ? "-" : "") + std::to_string(size / 3600) + ":" + padded(size / 60 % 60, 2) + ":" + padded(size % 60, 2);
}

std::string gap_words(Millis gap) {
  const long long tenths = rounded(std::llabs(gap.count()), 100);
  if (tenths < 600) return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  return std::to_string(tenths / 600) + ":" + padded(tenths / 10 % 60, 2) + "." + std::to_string(tenths % 10);
}

std::string period_words(Millis time) {
  const long long seconds = rounded(time.count(), 1000);
  const long long minutes = rounded(time.count(), kMinute);
  if (time.count() >= kHour) return std::to_string(minutes / 60) + " h " + padded(minutes % 60, 2) + " min";
  if (seconds >= 60) return std::to_string(seconds / 60) + " min " + padded(seconds % 60, 2) + " s";
  return std::to_string(seconds) + " s";
}

std::string lap_words(Millis time) {
  const long long ms = time.count();
  const std::string thousandths = "." + padded(ms % 1000, 3);
  if (ms < kMinute) return std::to_string(ms / 1000) + thousandths;
  const std::string seconds = padded(ms / 1000 % 60, 2) + thousandths;
  if (ms < kHour) return std::to_string(ms / kMinute) + ":" + seconds;
  return std::to_string(ms / kHour) + ":" + padded(ms / kMinute % 60, 2) + ":" + seconds;
}

std::string ordinal(std::int32_t place) {
  const std::int32_t last = place % 10;
  const bool is_teen = place % 100 >= 11 && place % 100 <= 13;
  const char* ending = is_teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
  return std::to_string(place) + ending;
}

}  // namespace stint::insight::story
