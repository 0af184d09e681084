#include "mock/swiss/cache_text.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>

#include "timing/padded_number.hpp"

namespace stint::mock::swiss {

using timing::Instant;
using timing::Millis;
using timing::padded;
using namespace std::chrono;

std::string time_text(Millis time) {
  const std::int64_t ms = time.count();
  const std::int64_t seconds = ms / 1000;
  const std::string rest = "." + padded(ms % 1000, 3);
  if (seconds < 60) return std::to_string(seconds) + rest;
  if (seconds < 3600) return std::to_string(seconds / 60) + ":" + padded(seconds % 60, 2) + rest;
  return std::to_string(seconds / 3600) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + rest;
}

std::string remaining_text(Millis time) {
  const std::int64_t seconds = std::max<std::int64_t>(time.count() / 1000, 0);
  return std::to_string(seconds / 3600) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2);
}

std::string date_text(Instant local) {
  const year_month_day date{floor<days>(local)};
  return padded(static_cast<unsigned>(date.day()), 2) + "." + padded(static_cast<unsigned>(date.month()), 2) + "." +
         std::to_string(static_cast<int>(date.year()));
}

std::string date_time_text(Instant local, bool with_ms) {
  const hh_mm_ss time{local - floor<days>(local)};
  std::string text = date_text(local) + " " + padded(time.hours().count(), 2) + ":" + padded(time.minutes().count(), 2) + ":" +
                     padded(time.seconds().count(), 2);
  if (with_ms) text += "." + padded(time.subseconds().count(), 3);
  return text;
}

std::int64_t track_flag(timing::FlagKind flag) {
  switch (flag) {
    case timing::FlagKind::none:
      return 0;
    case timing::FlagKind::green:
    case timing::FlagKind::white:
    case timing::FlagKind::chequered:
      return 1;
    case timing::FlagKind::red:
      return 8;
    case timing::FlagKind::safety_car:
      return 32;
    case timing::FlagKind::code60:
      return 64;
    default:
      return 4;
  }
}

int car_status(timing::CarState state) {
  switch (state) {
    case timing::CarState::not_started:
      return 32;
    case timing::CarState::stopped:
      return 4;
    case timing::CarState::retired:
    case timing::CarState::disqualified:
      return 16;
    case timing::CarState::finished:
      return 1;
    default:
      return 2;
  }
}

int time_state(timing::BestMark mark) {
  if (mark == timing::BestMark::overall) return 2;
  return mark == timing::BestMark::none ? 0 : 1;
}

std::string licence_text(const std::string& grade) {
  std::string text = grade;
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

}  // namespace stint::mock::swiss
