#include "source/live/wige/time_text.hpp"

#include "source/archive/clock_text.hpp"
#include "source/live/number_text.hpp"

namespace stint::live::wige {
namespace {

constexpr std::int64_t kYear2000Ms = 946'684'800'000;
constexpr std::int64_t kYear2100Ms = 4'102'444'800'000;

std::string_view without_minus(std::string_view text) {
  text = trimmed(text);
  while (!text.empty() && text.front() == '-') text.remove_prefix(1);
  return trimmed(text);
}

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins_with_lap(std::string_view text) {
  return text.size() >= 3 && lower(text[0]) == 'l' && lower(text[1]) == 'a' && lower(text[2]) == 'p';
}

std::optional<std::int32_t> lap_count(std::string_view text) {
  const auto count = parse_number<std::int32_t>(text);
  return count && *count >= 0 && *count <= kMostLaps ? count : std::nullopt;
}

}  // namespace

std::optional<Millis> parse_time(std::string_view text) {
  const auto clock = source::archive::parse_clock(without_minus(text));
  if (!clock || clock->count() == 0) return std::nullopt;
  return Millis{*clock};
}

GapText parse_gap(std::string_view text) {
  GapText gap;
  std::string_view rest = without_minus(text);
  if (rest.empty()) return gap;
  if (begins_with_lap(rest)) {
    gap.leads = true;
    return gap;
  }
  if (lower(rest.front()) == 'r') {
    gap.laps = lap_count(rest.substr(1));
    return gap;
  }
  std::size_t word = 0;
  while (word < rest.size() && !is_letter(rest[word])) ++word;
  if (word < rest.size()) {
    if (begins_with_lap(rest.substr(word))) gap.laps = lap_count(rest.substr(0, word));
    return gap;
  }
  gap.time = parse_time(rest);
  return gap;
}

std::optional<Instant> parse_epoch_ms(std::string_view text) {
  const auto ms = parse_number<std::int64_t>(text);
  if (!ms || *ms < kYear2000Ms || *ms > kYear2100Ms) return std::nullopt;
  return timing::instant_from_ms(*ms);
}

}  // namespace stint::live::wige
