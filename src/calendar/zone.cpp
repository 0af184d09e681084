#include "calendar/zone.hpp"

#include <date/tz.h>
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <exception>

namespace stint::calendar {
namespace {

using std::chrono::minutes;

// Any four-digit year, so that every result has a text of one form.
bool is_usable(Day day) { return day.ok() && day.year() >= std::chrono::year{1970} && day.year() <= std::chrono::year{9998}; }

std::optional<int> digits(std::string_view text) {
  int number = 0;
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!plain || text.size() > 4) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// REQUIRES: named_zone() knew it. tzdata may have been taken away since: then UTC.
const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

std::string offset_text(minutes offset) {
  const auto size = offset < minutes{0} ? -offset : offset;
  return fmt::format("{}{:02}:{:02}", offset < minutes{0} ? '-' : '+', size.count() / 60, size.count() % 60);
}

std::string text_of(const LocalTime& time) { return day_text(time.day) + "T" + clock_text(time.since_midnight); }

}  // namespace

Result<Zone> named_zone(std::string_view name) {
  const std::string wanted(name);
  // The name becomes a path below /usr/share/zoneinfo.
  const bool is_name = !wanted.empty() && wanted.size() < 64 && !wanted.contains("..") && wanted.front() != '/' &&
                       std::ranges::all_of(
                           wanted,
                           [](char c) {
                             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
                                    c == '_' || c == '-' || c == '+';
                           });
  if (!is_name || find_zone(wanted) == nullptr) {
    return fail(ErrorCode::bad_argument, "there is no time zone '" + wanted + "'; names are like Europe/Paris");
  }
  return Zone{wanted, std::nullopt};
}

Result<Zone> offset_zone(std::string_view text) {
  if (text == "Z") return Zone{{}, minutes{0}};
  const bool is_signed = !text.empty() && (text[0] == '+' || text[0] == '-');
  const bool has_colon = text.size() == 6 && text[3] == ':';
  if (is_signed && (text.size() == 5 || has_colon)) {
    const auto hours = digits(text.substr(1, 2));
    const auto rest = digits(text.substr(has_colon ? 4 : 3, 2));
    if (hours && rest && *hours <= 14 && *rest < 60) {
      const minutes size{*hours * 60 + *rest};
      return Zone{{}, text[0] == '-' ? -size : size};
    }
  }
  return fail(ErrorCode::bad_argument, "'" + std::string(text) + "' is no offset from UTC; it is written like +02:00");
}

timing::Instant to_utc(const Zone& zone, const LocalTime& local) {
  const auto day = std::chrono::sys_days(local.day).time_since_epoch() + local.since_midnight;
  if (const date::time_zone* named = zone.name.empty() ? nullptr : find_zone(zone.name)) {
    const auto utc = named->to_sys(date::local_time<minutes>(std::chrono::duration_cast<minutes>(day)), date::choose::earliest);
    return timing::Instant(std::chrono::duration_cast<timing::Millis>(utc.time_since_epoch()));
  }
  return timing::Instant(std::chrono::duration_cast<timing::Millis>(day - zone.offset.value_or(minutes{0})));
}

minutes offset_at(const Zone& zone, timing::Instant at) {
  if (const date::time_zone* named = zone.name.empty() ? nullptr : find_zone(zone.name)) {
    const date::sys_seconds moment(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()));
    return std::chrono::duration_cast<minutes>(named->get_info(moment).offset);
  }
  return zone.offset.value_or(minutes{0});
}

LocalTime to_local(const Zone& zone, timing::Instant at) {
  const auto here = std::chrono::floor<minutes>(at + offset_at(zone, at));
  const auto midnight = std::chrono::floor<std::chrono::days>(here);
  return {Day(midnight), here - midnight};
}

std::string local_text(const Zone& zone, timing::Instant at) {
  return text_of(to_local(zone, at)) + offset_text(offset_at(zone, at));
}

std::string utc_text(timing::Instant at) { return text_of(to_local({}, at)) + "Z"; }

std::string day_text(Day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string clock_text(minutes since_midnight) {
  return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const Day found{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                  std::chrono::day{static_cast<unsigned>(*day)}};
  return is_usable(found) ? std::optional(found) : std::nullopt;
}

}  // namespace stint::calendar
