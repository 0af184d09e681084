#include "timing/race_time.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace stint::timing {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kMsPerMinute = 60 * kMsPerSecond;
constexpr std::int64_t kMsPerHour = 60 * kMsPerMinute;
constexpr std::int64_t kMostHours = 999;

std::optional<std::int64_t> whole(std::string_view digits) {
  std::int64_t number = 0;
  if (digits.empty() || digits.front() == '-') return std::nullopt;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// "59", "59.5", "59.125" as milliseconds.
std::optional<std::int64_t> seconds_in_ms(std::string_view text) {
  const auto point = text.find('.');
  const auto seconds = whole(text.substr(0, point));
  if (!seconds) return std::nullopt;
  if (point == std::string_view::npos) return *seconds * kMsPerSecond;
  std::string decimals(text.substr(point + 1));
  constexpr std::size_t kDecimals = 3;
  if (decimals.empty() || decimals.size() > kDecimals) return std::nullopt;
  decimals.resize(kDecimals, '0');
  const auto ms = whole(decimals);
  if (!ms) return std::nullopt;
  return *seconds * kMsPerSecond + *ms;
}

}  // namespace

Result<Millis> parse_race_time(std::string_view text) {
  const auto wrong = [&] {
    return fail(ErrorCode::bad_argument,
                "'" + std::string(text) + "' is no time since the start: expected HH:MM:SS, such as 17:00:00");
  };
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos) return wrong();
  const auto hours = whole(text.substr(0, first));
  const auto minutes = whole(text.substr(first + 1, second - first - 1));
  const auto ms = seconds_in_ms(text.substr(second + 1));
  if (!hours || !minutes || !ms || *hours > kMostHours || *minutes > 59 || *ms >= kMsPerMinute) return wrong();
  return Millis{*hours * kMsPerHour + *minutes * kMsPerMinute + *ms};
}

}  // namespace stint::timing
