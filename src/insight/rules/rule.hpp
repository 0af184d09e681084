// One rule of a series: what it says, for whom, and how sure that is.
//
// A rule is data. Its key (rule_keys.def) fixes what its value is, in which unit, and to what it may be limited.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "timing/flag.hpp"
#include "timing/instant.hpp"

namespace stint::insight {

enum class RuleKey : std::uint8_t {
#define STINT_RULE(key, kind, unit, scope, choices, meaning) key,
#include "insight/rules/rule_keys.def"
#undef STINT_RULE
};

enum class RuleKind : std::uint8_t { choice, number, truth, words, name };

struct RuleKeyRow {
  RuleKey key;
  std::string_view name;  // in the files: "drive_time_min"
  RuleKind kind;
  std::string_view unit;     // of a number; empty: none
  std::string_view scope;    // letters, see rule_keys.def
  std::string_view choices;  // apart by blanks
  std::string_view meaning;
};

inline constexpr std::array kRuleKeys = {
#define STINT_RULE(key, kind, unit, scope, choices, meaning) \
  RuleKeyRow{RuleKey::key, #key, RuleKind::kind, unit, scope, choices, meaning},
#include "insight/rules/rule_keys.def"
#undef STINT_RULE
};

[[nodiscard]] inline const RuleKeyRow& row_of(RuleKey key) { return kRuleKeys.at(static_cast<std::size_t>(key)); }
[[nodiscard]] std::optional<RuleKey> rule_key(std::string_view name);

// high: official text, or measured; medium: one good source, or an older official text; low: old or conflicting.
enum class Certainty : std::uint8_t { low, medium, high };
[[nodiscard]] std::string_view letter(Certainty certainty);  // "H", "M", "L"

// Where a rule stands; a later one wins.
enum class RuleLayer : std::uint8_t { series, season, event, season_event, user };
[[nodiscard]] std::string_view name_of(RuleLayer layer);  // "series" ... "user"

using RuleValue = std::variant<std::monostate, bool, double, std::string, std::vector<std::string>>;

// To what a rule is limited; empty: to nothing.
struct RuleLimits {
  std::vector<std::string> classes;         // classes or groups of them, as class_key() writes them
  std::vector<std::string> grades;          // "bronze" ...
  std::vector<timing::FlagKind> flags;      // the neutralisation
  std::optional<timing::Millis> race_from;  // races of this length
  std::optional<timing::Millis> race_to;    // to this, both included
  std::vector<std::string> events;          // words in the event's or the track's name, in small letters
  bool operator==(const RuleLimits&) const = default;
};

struct Rule {
  RuleKey key{};
  RuleValue value;  // monostate: known to be disputed, and no reading preferred
  RuleLimits limits;
  std::vector<std::string> also;  // race_class: other names, as class_key() writes them
  std::string group;              // race_class: "PROTOTYPE", "GT"; empty: none
  std::string source;             // where it is from; never empty
  std::string url;
  std::string disputed;  // what another source says instead; empty: nothing known against it
  Certainty certainty = Certainty::low;
  std::chrono::year_month_day valid_from{};
  RuleLayer layer = RuleLayer::series;
  std::string file;           // that it stands in
  std::size_t line = 0;       // 1 is the first
  bool carried_over = false;  // from an earlier season, since this one has no file: its certainty is one step lower
};

// A value and the rule that says it.
template <class T>
struct Ruled {
  T value{};
  const Rule* rule = nullptr;  // lives as long as the RuleBook or a copy of it; null: told by the timing, see race_length()
};

// For whom and when a rule is asked. What is unknown stays empty: rules limited to it then don't hold.
struct RuleCase {
  std::string_view class_name;
  std::string_view grade;
  timing::FlagKind flag = timing::FlagKind::none;
  std::optional<timing::Millis> race_length;
};

// "GTD PRO", "GTDPRO " and "gtd-pro" are one: capital letters and digits only.
[[nodiscard]] std::string class_key(std::string_view class_name);

// "90 minutes", "separate", "PROTOTYPE, GT", "yes", "unknown".
[[nodiscard]] std::string value_text(const Rule& rule);
// "LMGT3; bronze, silver; 6 h"; empty: holds for all.
[[nodiscard]] std::string limits_text(const Rule& rule);
// "drive_time_min (LMGT3; bronze): 105 minutes", for lists of what an answer rests on.
[[nodiscard]] std::string rule_text(const Rule& rule);

// Adds rule_text() to `low_certainty` if the rule is of low certainty, once.
void note_if_low(const Rule* rule, std::vector<std::string>& low_certainty);

}  // namespace stint::insight
