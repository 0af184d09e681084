#include "source/live/griiip/iso_time.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>

namespace stint::live::griiip {
namespace {

// Eats digits from the front of `text`; nullopt if there are not `count` of them.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take_one(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<int> take_fraction_ms(std::string_view& text) {
  if (!take_one(text, ".,")) return 0;
  int ms = 0;
  std::size_t digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 3) ms = ms * 10 + (text.front() - '0');
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  for (; digits < 3; ++digits) ms *= 10;
  return ms;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (text.empty() || take_one(text, "Zz")) return std::chrono::minutes{0};
  const bool west = text.front() == '-';
  if (!take_one(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  take_one(text, ":");
  const auto minutes = take_digits(text, 2);
  if (!hours || !minutes || *hours > 15 || *minutes > 59) return std::nullopt;
  const std::chrono::minutes offset{*hours * 60 + *minutes};
  return west ? -offset : offset;
}

}  // namespace

std::optional<timing::Instant> parse_iso_time(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || *year < 1900 || !take_one(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take_one(text, "-")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || !take_one(text, "Tt ")) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take_one(text, ":")) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59 || !take_one(text, ":")) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second || *second > 60) return std::nullopt;
  const auto ms = take_fraction_ms(text);
  const auto offset = ms ? take_offset(text) : std::nullopt;
  if (!offset || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const timing::Instant midnight{std::chrono::sys_days{date}};
  return midnight + std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
         timing::Millis{*ms} - *offset;
}

std::string iso_time(timing::Instant at) {
  const auto midnight = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{midnight};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - midnight)};
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace stint::live::griiip
