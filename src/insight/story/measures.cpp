// Numbers as people say them.
#include <array>
#include <cstdio>
#include <cstdlib>

#include "insight/story/wording.hpp"

namespace stint::insight::story {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;

template <class... Numbers>
std::string printed(const char* format, Numbers... numbers) {
  std::array<char, 48> text{};
  const int length = std::snprintf(text.data(), text.size(), format, numbers...);
  return {text.data(), static_cast<std::size_t>(length)};
}

long long rounded(std::int64_t value, std::int64_t unit) { return (value + unit / 2) / unit; }

}  // namespace

std::string RaceClock::text(Instant at) const {
  if (!start) return {};
  const long long seconds = std::chrono::floor<std::chrono::seconds>(at - *start).count();
  const char* sign = seconds < 0 ? "-" : "";
  const long long size = std::llabs(seconds);
  return printed("%s%lld:%02lld:%02lld", sign, size / 3600, size / 60 % 60, size % 60);
}

std::string gap_words(Millis gap) {
  const long long tenths = rounded(std::llabs(gap.count()), 100);
  if (tenths < 600) return printed("%lld.%lld s", tenths / 10, tenths % 10);
  return printed("%lld:%02lld.%lld", tenths / 600, tenths / 10 % 60, tenths % 10);
}

std::string period_words(Millis time) {
  const long long seconds = rounded(time.count(), 1000);
  if (time.count() >= kHour)
    return printed("%lld h %02lld min", rounded(time.count(), kMinute) / 60, rounded(time.count(), kMinute) % 60);
  if (seconds >= 60) return printed("%lld min %02lld s", seconds / 60, seconds % 60);
  return printed("%lld s", seconds);
}

std::string lap_words(Millis time) {
  const long long ms = time.count();
  if (ms < kMinute) return printed("%lld.%03lld", ms / 1000, ms % 1000);
  if (ms < kHour) return printed("%lld:%02lld.%03lld", ms / kMinute, ms / 1000 % 60, ms % 1000);
  return printed("%lld:%02lld:%02lld.%03lld", ms / kHour, ms / kMinute % 60, ms / 1000 % 60, ms % 1000);
}

std::string ordinal(std::int32_t place) {
  const std::int32_t last = place % 10;
  const bool is_teen = place % 100 >= 11 && place % 100 <= 13;
  const char* ending = is_teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
  return std::to_string(place) + ending;
}

}  // namespace stint::insight::story
