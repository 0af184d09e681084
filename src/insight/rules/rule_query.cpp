#include "insight/rules/rule_query.hpp"

#include <algorithm>
#include <charconv>

#include "timing/plain_text.hpp"

namespace stint::insight {
namespace {

using timing::lower_case;

using timing::Millis;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Each run of digits with where it ends.
struct NumberInText {
  int value = 0;
  std::size_t digits = 0, end = 0;
};

std::vector<NumberInText> numbers_in(std::string_view text) {
  constexpr std::size_t kMostDigits = 4;
  std::vector<NumberInText> found;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end > i && end - i <= kMostDigits) {
      NumberInText number{0, end - i, end};
      std::from_chars(text.data() + i, text.data() + end, number.value);
      found.push_back(number);
    }
    i = end + 1;
  }
  return found;
}

std::optional<int> year_in(std::string_view event) {
  for (const NumberInText& number : numbers_in(event)) {
    if (number.digits == 4 && number.value >= 1950 && number.value < 2100) return number.value;
  }
  return std::nullopt;
}

}  // namespace

RuleQuery rule_query(const timing::Session& session) {
  RuleQuery query{.series = session.series, .event = session.event, .track = session.track, .length = session.limit};
  if (session.dating == timing::Dating::exact && session.started_at) {
    const auto local = *session.started_at + std::chrono::minutes{session.utc_offset_min.value_or(0)};
    query.date = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(local)};
    query.season = static_cast<int>(query.date->year());
  }
  if (!query.season) query.season = year_in(session.event);
  return query;
}

std::optional<Millis> hours_in_name(std::string_view event) {
  constexpr int kLongest = 25;  // 25 Hours of Thunderhill
  const std::string lower = lower_case(event);
  for (const NumberInText& number : numbers_in(lower)) {
    std::string_view after = std::string_view(lower).substr(number.end);
    while (after.starts_with(' ') || after.starts_with('-')) after.remove_prefix(1);
    const bool hours = after.starts_with("hour") || after == "h" || after.starts_with("h ");
    if (hours && number.value > 0 && number.value <= kLongest) return Millis(std::chrono::hours{number.value});
  }
  return std::nullopt;
}

bool is_at(const RuleQuery& query, const std::vector<std::string>& words) {
  const std::string event = lower_case(query.event), track = lower_case(query.track);
  return std::ranges::any_of(words, [&](const std::string& word) {
    return event.find(word) != std::string::npos || track.find(word) != std::string::npos;
  });
}

}  // namespace stint::insight
