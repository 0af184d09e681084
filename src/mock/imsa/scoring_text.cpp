#include "mock/imsa/scoring_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace stint::mock::imsa {
namespace {

constexpr std::string_view kUnknown = "--.---";

template <class... Values>
std::string printed(const char* format, Values... values) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

std::string time_text(timing::Millis time) {
  const auto ms = static_cast<long>(time.count());
  const long minutes = ms / 60'000, seconds = ms / 1000 % 60, rest = ms % 1000;
  return minutes > 0 ? printed("%ld:%02ld.%03ld", minutes, seconds, rest) : printed("%ld.%03ld", seconds, rest);
}

}  // namespace

std::string lap_text(std::optional<timing::Millis> time) { return time ? time_text(*time) : std::string(kUnknown); }

std::string gap_text(const race::Gap& gap, bool leads) {
  if (leads || (gap.laps == 0 && !gap.time)) return std::string(kUnknown);
  if (gap.laps > 0) return std::to_string(gap.laps) + (gap.laps == 1 ? " lap" : " laps");
  return time_text(*gap.time);
}

std::string day_time_text(timing::Instant local) {
  const std::chrono::hh_mm_ss clock(local - std::chrono::floor<std::chrono::days>(local));
  const auto hours = static_cast<int>(clock.hours().count());
  const int hour = hours % 12 == 0 ? 12 : hours % 12;
  return printed("%d:%02d:%02d %s", hour, static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                 hours < 12 ? "AM" : "PM");
}

std::string clock_text(timing::Millis time) {
  const auto seconds = static_cast<long>(std::max<std::int64_t>(0, time.count()) / 1000);
  return printed("%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string encoded_twice(std::string_view text) {
  constexpr unsigned char kAscii = 0x80;
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < kAscii) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xC0U | (byte >> 6U)));
      out.push_back(static_cast<char>(kAscii | (byte & 0x3FU)));
    }
  }
  return out;
}

}  // namespace stint::mock::imsa
