#include "mock/wige/ring_text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "timing/padded_number.hpp"

namespace stint::mock::wige {

using timing::Instant;
using timing::Millis;
using timing::padded;
using namespace std::chrono;

std::string time_text(std::optional<Millis> time) {
  if (!time) return "";
  const std::int64_t ms = time->count();
  const std::string rest = "." + padded(ms % 1000, 3);
  const std::int64_t seconds = ms / 1000;
  if (seconds < 60) return padded(seconds, 2) + rest;
  if (seconds < 3600) return std::to_string(seconds / 60) + ":" + padded(seconds % 60, 2) + rest;
  return std::to_string(seconds / 3600) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + rest;
}

std::string pit_sum_text(Millis sum) { return padded(sum.count() / 1000, 6) + "." + padded(sum.count() % 1000, 3); }

std::string gap_text(const race::Gap& gap) {
  if (gap.laps > 0) return "-- " + std::to_string(gap.laps) + (gap.laps == 1 ? " lap" : " laps");
  return time_text(gap.time);
}

std::string speed_text(std::optional<double> kph) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", kph.value_or(0.0));
  return text;
}

std::string_view quality_code(timing::BestMark mark) {
  if (mark == timing::BestMark::overall) return "2";
  return mark == timing::BestMark::none ? "0" : "1";
}

std::string with_question_marks(std::string_view text) {
  std::string ascii;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) ascii += c;
    if (byte >= 0xC0) ascii += '?';  // one for the whole character
  }
  return ascii;
}

int track_state(timing::FlagKind flag) {
  switch (flag) {
    case timing::FlagKind::none:
    case timing::FlagKind::green:
    case timing::FlagKind::white:
      return 0;
    case timing::FlagKind::red:
    case timing::FlagKind::code60:
      return 2;
    case timing::FlagKind::safety_car:
      return 3;
    case timing::FlagKind::chequered:
      return 4;
    default:
      return 1;
  }
}

// Summer time from the last Sunday of March to the last Sunday of October, 01:00 UTC both.
Millis berlin_offset(Instant at) {
  const year_month_day date{floor<days>(at)};
  const Instant begins = sys_days{date.year() / March / Sunday[last]} + hours{1};
  const Instant ends = sys_days{date.year() / October / Sunday[last]} + hours{1};
  return at >= begins && at < ends ? hours{2} : hours{1};
}

std::string day_time_text(Instant at) {
  const Instant local = at + berlin_offset(at);
  const hh_mm_ss time{floor<seconds>(local - floor<days>(local))};
  return padded(time.hours().count(), 2) + ":" + padded(time.minutes().count(), 2) + ":" + padded(time.seconds().count(), 2);
}

std::int64_t since_year_one(Instant at) {
  constexpr Instant kYearOne = sys_days{year{1} / January / 1};
  return (at + berlin_offset(at) - kYearOne).count();
}

void write_number(timing::JsonWriter& json, const timing::CarNumber& car) {
  std::int32_t number = 0;
  const std::string text = car.str();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && std::to_string(number) == text) {
    json.value(number);
  } else {
    json.value(text);
  }
}

}  // namespace stint::mock::wige
