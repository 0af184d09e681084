// A rule file: TOML, one layer of one series. docs/rules.md explains every key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/rules/rule.hpp"
#include "timing/error.hpp"

namespace stint::insight {

// A file past these is refused.
inline constexpr std::size_t kMostRules = 2000;   // in a file
inline constexpr std::size_t kMostWords = 100;    // in a list
inline constexpr std::size_t kLongestText = 500;  // bytes
inline constexpr double kLargestNumber = 1e6;

struct RuleFile {
  std::string name;                 // for messages and for Rule::file
  std::vector<std::string> series;  // names of the series, as class_key() writes them; empty: every series
  std::optional<int> season;        // empty: every season
  std::string event;                // empty: every event
  std::vector<std::string> match;   // words in an event's or track's name, in small letters
  std::vector<Rule> rules;          // in the order of the file
};

// Errors: bad_configuration (what is wrong, with line and column; of an unknown key also the one that was probably meant).
[[nodiscard]] Result<RuleFile> parse_rules(std::string_view name, std::string_view text);

}  // namespace stint::insight
