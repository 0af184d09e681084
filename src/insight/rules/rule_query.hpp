// Which race it is, as far as rules differ by it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timing/event.hpp"

namespace stint::insight {

// Which race rules are wanted for.
struct RuleQuery {
  std::string series;         // "WEC"
  std::optional<int> season;  // 2024; nullopt: unknown, then only rules of the series hold
  std::string event;          // "24 Hours of Le Mans 2024", for events and match words
  std::string track;
  std::optional<std::chrono::year_month_day> date;  // nullopt: the last day of the season
  std::optional<timing::Millis> length;             // as the timing tells it
};
// From what the timing says; the season is the year in the event's name or of the start, if its date is known.
[[nodiscard]] RuleQuery rule_query(const timing::Session& session);

// "6 Hours of Spa" -> 6 h, "24 Stunden" -> nothing.
[[nodiscard]] std::optional<timing::Millis> hours_in_name(std::string_view event);

// Whether one of the words (in small letters) is in the event's or the track's name.
[[nodiscard]] bool is_at(const RuleQuery& query, const std::vector<std::string>& words);

}  // namespace stint::insight
