#include "source/local_time.hpp"

#include <date/tz.h>

#include <exception>
#include <string>

#include "source/archive/clock_text.hpp"

namespace stint::source {
namespace {

using timing::Instant;
using timing::Millis;

constexpr Millis kDay = std::chrono::hours{24};

// The library tells a missing zone, and a missing database, by an exception.
const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t count) {
  unsigned value = 0;
  if (at + count > text.size()) return std::nullopt;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

}  // namespace

std::optional<Instant> utc_of(LocalTime local, std::string_view zone) {
  const auto* found = find_zone(zone);
  if (found == nullptr) return std::nullopt;
  return found->to_sys(date::local_time<Millis>(local.time_since_epoch()), date::choose::earliest);
}

std::optional<LocalTime> local_of(Instant utc, std::string_view zone) {
  const auto* found = find_zone(zone);
  if (found == nullptr) return std::nullopt;
  return LocalTime{found->to_local(date::sys_time<Millis>(utc.time_since_epoch())).time_since_epoch()};
}

std::optional<Millis> parse_time_of_day(std::string_view text) {
  const auto parsed = archive::parse_clock(text);
  if (!parsed || text.find(':') == text.rfind(':') || Millis{*parsed} >= kDay) return std::nullopt;
  return Millis{*parsed};
}

std::optional<LocalTime> parse_day_first(std::string_view text) {
  if (text.size() < 18 || text[2] != '.' || text[5] != '.' || text[10] != ' ') return std::nullopt;
  const auto day = digits(text, 0, 2);
  const auto month = digits(text, 3, 2);
  const auto year = digits(text, 6, 4);
  const auto time = parse_time_of_day(text.substr(11));
  if (!day || !month || !year || !time) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                                         std::chrono::day{*day}};
  if (!date.ok() || *year < 1970) return std::nullopt;
  return LocalTime{std::chrono::sys_days{date}} + *time;
}

}  // namespace stint::source
