#include "server/views/race_clock.hpp"

#include <chrono>

namespace stint::server {
namespace {

void append_digits(std::string& out, std::int64_t number, int width) {
  std::string digits = std::to_string(number);
  if (digits.size() < static_cast<std::size_t>(width)) out.append(static_cast<std::size_t>(width) - digits.size(), '0');
  out += digits;
}

void append_time(std::string& out, timing::Millis since_midnight) {
  const std::int64_t ms = since_midnight.count();
  append_digits(out, ms / 3'600'000, 2);
  out += ':';
  append_digits(out, ms / 60'000 % 60, 2);
  out += ':';
  append_digits(out, ms / 1000 % 60, 2);
  out += '.';
  append_digits(out, ms % 1000, 3);
}

}  // namespace

std::optional<timing::Millis> on_race_clock(const timing::Session& session, timing::Instant at) {
  if (!session.started_at) return std::nullopt;
  return at - *session.started_at;
}

std::optional<timing::Millis> on_race_clock(const timing::Session& session, const std::optional<timing::Instant>& at) {
  return at ? on_race_clock(session, *at) : std::nullopt;
}

std::string utc_text(timing::Instant at) {
  const auto midnight = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{midnight};
  std::string text;
  append_digits(text, static_cast<int>(date.year()), 4);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.day()), 2);
  text += 'T';
  append_time(text, at - midnight);
  text += 'Z';
  return text;
}

std::optional<std::string> time_of_day(const timing::Session& session, timing::Instant at) {
  if (session.dating == timing::Dating::exact) {
    if (!session.utc_offset_min) return std::nullopt;
    at += std::chrono::minutes{*session.utc_offset_min};
  }
  std::string text;
  append_time(text, at - std::chrono::floor<std::chrono::days>(at));
  return text;
}

std::optional<std::string> timestamp(const timing::Session& session, const std::optional<timing::Instant>& at) {
  if (!at) return std::nullopt;
  if (session.dating == timing::Dating::exact) return utc_text(*at);
  return time_of_day(session, *at);
}

std::optional<std::string> start_time(const timing::Session& session) {
  if (!session.started_at || session.dating != timing::Dating::exact) return std::nullopt;
  return utc_text(*session.started_at);
}

}  // namespace stint::server
