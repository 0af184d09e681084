#include "mock/griiip/item.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace stint::mock::griiip {

std::string time_text(timing::Instant at, TimeText form) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(at - day);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                static_cast<int>(clock.subseconds().count()));
  std::string out(text.data());
  if (form == TimeText::seven_digits) return out + "0000+00:00";
  // .NET leaves out zeros at the end of the fraction, and the point with them.
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out + (form == TimeText::zulu ? "Z" : "+00:00");
}

void write_stamp(timing::JsonWriter& json, const ItemStyle& style, timing::Instant at, std::int64_t elapsed_ms,
                 const Participant* car) {
  json.field("ts", time_text(at, style.time));
  if (!style.brief) json.field("elapsedTimeMillis", elapsed_ms);
  json.field("sid", style.sid).field("pid", car == nullptr ? kNone : car->pid);
  if (!style.with_car) return;
  json.field("carNumber", car == nullptr ? std::string_view() : car->number.view());
  json.field("classId", car == nullptr ? std::string_view() : std::string_view(car->class_id));
}

// A full-course yellow has no word that is known: it is a yellow, and race control says which.
std::string_view flag_word(timing::FlagKind kind) {
  using timing::FlagKind;
  switch (kind) {
    case FlagKind::green:
      return "Green";
    case FlagKind::yellow:
    case FlagKind::double_yellow:
    case FlagKind::slow_zone:
    case FlagKind::fcy:
    case FlagKind::code60:
      return "Yellow";
    case FlagKind::vsc:
      return "VirtualSafetyCar";
    case FlagKind::safety_car:
      return "SafetyCar";
    case FlagKind::red:
      return "Red";
    case FlagKind::white:
      return "LastLap";
    case FlagKind::chequered:
      return "Chequered";
    case FlagKind::none:
      break;
  }
  return "";
}

std::string_view color_word(timing::BestMark mark) {
  switch (mark) {
    case timing::BestMark::overall:
      return "Purple";
    case timing::BestMark::in_class:
    case timing::BestMark::personal:
      return "Green";
    case timing::BestMark::none:
      break;
  }
  return "Gray";
}

std::string_view status_word(timing::CarState state) {
  switch (state) {
    case timing::CarState::stopped:
      return "Stopped";
    case timing::CarState::retired:
      return "Retired";
    case timing::CarState::disqualified:
      return "Disqualified";
    default:
      return "Running";
  }
}

std::string_view wind_word(std::optional<double> degrees) {
  static constexpr std::array<std::string_view, 16> kPoints{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                                            "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
  constexpr double kPointDegrees = 22.5;
  if (!degrees) return "";
  return kPoints[static_cast<std::size_t>(std::lround(*degrees / kPointDegrees)) % kPoints.size()];
}

}  // namespace stint::mock::griiip
