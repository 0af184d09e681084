#include "insight/rules/rule_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "insight/rules/name_hint.hpp"
#include "insight/rules/toml_faults.hpp"
#include "timing/plain_text.hpp"

namespace stint::insight {
namespace {

using timing::lower_case;

using timing::FlagKind;
using timing::Millis;

std::string place_text(std::string_view file, const toml::source_region& region) {
  return std::string(file) + " line " + std::to_string(region.begin.line) + ", column " + std::to_string(region.begin.column);
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// Reads the keys of one table and remembers the first thing that is wrong, with its place.
class Keys {
 public:
  Keys(std::string_view file, const toml::table& table) : file_(file), table_(table) {}

  void allow(const std::vector<std::string_view>& names) {
    for (const auto& [key, node] : table_) {
      if (std::ranges::find(names, key.str()) != names.end()) continue;
      complain(key.source(), "there is no key '" + std::string(key.str()) + "' here" + name_hint(key.str(), names));
    }
  }

  std::optional<std::string> text(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    auto value = node->value_exact<std::string>();
    if (!value || value->empty() || value->size() > kLongestText) {
      complain(node, "'" + std::string(key) + "' must be a text of at most " + std::to_string(kLongestText) + " bytes");
      return std::nullopt;
    }
    return value;
  }

  // A list of texts, or one text.
  std::vector<std::string> words(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return {};
    if (node->is_string()) {
      auto one = text(key);
      return one ? std::vector{std::move(*one)} : std::vector<std::string>{};
    }
    const toml::array* list = node->as_array();
    std::vector<std::string> found;
    if (list == nullptr || list->empty() || list->size() > kMostWords) {
      complain(node, "'" + std::string(key) + "' must be a text or a list of texts");
      return found;
    }
    for (const toml::node& item : *list) {
      auto word = item.value_exact<std::string>();
      if (!word || word->empty() || word->size() > kLongestText) {
        complain(&item, "'" + std::string(key) + "' must be a list of texts");
      } else {
        found.push_back(std::move(*word));
      }
    }
    return found;
  }

  std::optional<std::chrono::year_month_day> day(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value_exact<toml::date>();
    const std::chrono::year_month_day day =
        value ? std::chrono::year_month_day{std::chrono::year{value->year}, std::chrono::month{value->month},
                                            std::chrono::day{value->day}}
              : std::chrono::year_month_day{};
    if (!value || !day.ok()) {
      complain(node, "'" + std::string(key) + "' must be a date, such as 2024-01-01");
      return std::nullopt;
    }
    return day;
  }

  std::optional<Certainty> certainty() {
    const auto value = text("certainty");
    if (!value) return std::nullopt;
    for (const Certainty one : {Certainty::high, Certainty::medium, Certainty::low}) {
      if (*value == letter(one)) return one;
    }
    complain(table_.get("certainty"), "'certainty' must be H, M or L");
    return std::nullopt;
  }

  // Not negative.
  std::optional<double> number(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = number_of(*node);
    if (!value) complain(node, "'" + std::string(key) + "' must be a number from 0 to 1000000");
    return value;
  }

  // The same, of a list of two; of a single number both are it.
  std::optional<std::pair<double, double>> range(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const toml::array* both = node->as_array();
    const auto first = both == nullptr ? number_of(*node) : both->size() == 2 ? number_of((*both)[0]) : std::nullopt;
    const auto last = both == nullptr ? first : both->size() == 2 ? number_of((*both)[1]) : std::nullopt;
    if (!first || !last || *first > *last) {
      complain(node, "'" + std::string(key) + "' must be a number, or two: [from, to]");
      return std::nullopt;
    }
    return std::pair{*first, *last};
  }

  void complain(const toml::source_region& where, const std::string& what) {
    if (!error_) error_ = Error{ErrorCode::bad_configuration, place_text(file_, where) + ": " + what};
  }
  void complain(const toml::node* where, const std::string& what) {
    complain(where != nullptr ? where->source() : table_.source(), what);
  }

  [[nodiscard]] const toml::node* node(std::string_view key) const { return table_.get(key); }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  static std::optional<double> number_of(const toml::node& node) {
    std::optional<double> value;
    if (const auto* whole = node.as_integer()) value = static_cast<double>(whole->get());
    if (const auto* real = node.as_floating_point()) value = real->get();
    if (!value || !std::isfinite(*value) || *value < 0 || *value > kLargestNumber) return std::nullopt;
    return value;
  }

  std::string_view file_;
  const toml::table& table_;
  std::optional<Error> error_;
};

// What a rule takes from the head of its file if it doesn't say it itself.
struct Defaults {
  std::optional<std::string> source, url;
  std::optional<Certainty> certainty;
  std::optional<std::chrono::year_month_day> valid_from;
};

Defaults read_defaults(Keys& keys) { return {keys.text("source"), keys.text("url"), keys.certainty(), keys.day("valid_from")}; }

RuleValue read_choice(Keys& keys, const RuleKeyRow& row) {
  auto value = keys.text("value");
  if (!value) return {};
  const std::vector<std::string_view> choices = words_of(row.choices);
  if (std::ranges::find(choices, *value) == choices.end()) {
    keys.complain(keys.node("value"), "'value' must be one of " + listed(choices) + name_hint(*value, choices));
  }
  return std::move(*value);
}

RuleValue read_truth(Keys& keys) {
  const auto value = keys.node("value")->value_exact<bool>();
  if (!value) keys.complain(keys.node("value"), "'value' must be true or false");
  return value.value_or(false);
}

RuleValue read_value(Keys& keys, const RuleKeyRow& row) {
  if (keys.node("value") == nullptr) return {};
  switch (row.kind) {
    case RuleKind::choice:
      return read_choice(keys, row);
    case RuleKind::truth:
      return read_truth(keys);
    case RuleKind::words:
      return keys.words("value");
    case RuleKind::number:
      return keys.number("value").value_or(0);
    case RuleKind::name:
      return keys.text("value").value_or("");
  }
  return {};
}

std::vector<std::string> class_keys(const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (const std::string& name : names) found.push_back(class_key(name));
  return found;
}

std::vector<std::string> small_letters(std::vector<std::string> words) {
  for (std::string& word : words) word = lower_case(std::move(word));
  return words;
}

void read_grades(Keys& keys, RuleLimits& limits) {
  static const std::vector<std::string_view> kGrades = {"platinum", "gold", "silver", "bronze"};
  limits.grades = small_letters(keys.words("grades"));
  for (const std::string& grade : limits.grades) {
    if (std::ranges::find(kGrades, grade) == kGrades.end()) {
      keys.complain(keys.node("grades"), "there is no grade '" + grade + "': " + listed(kGrades) + name_hint(grade, kGrades));
    }
  }
}

void read_flags(Keys& keys, RuleLimits& limits) {
  static const std::vector<std::string_view> kFlags = {"green", "slow_zone", "fcy", "vsc", "safety_car", "code60", "red"};
  for (const std::string& name : keys.words("flags")) {
    const auto flag = timing::parse_flag(name);
    if (std::ranges::find(kFlags, name) == kFlags.end() || !flag) {
      keys.complain(keys.node("flags"), "there is no flag '" + name + "' here: " + listed(kFlags) + name_hint(name, kFlags));
    } else {
      limits.flags.push_back(*flag);
    }
  }
}

RuleLimits read_limits(Keys& keys) {
  RuleLimits limits;
  limits.classes = class_keys(keys.words("classes"));
  read_grades(keys, limits);
  read_flags(keys, limits);
  if (const auto range = keys.range("race_minutes")) {
    limits.race_from = Millis(std::llround(range->first * 60'000));
    limits.race_to = Millis(std::llround(range->second * 60'000));
  }
  limits.events = small_letters(keys.words("match"));
  return limits;
}

std::vector<std::string_view> allowed_in(const RuleKeyRow& row) {
  std::vector<std::string_view> names = {"value", "source", "url", "certainty", "valid_from", "disputed"};
  for (const char letter : row.scope) {
    if (letter == 'c') names.emplace_back("classes");
    if (letter == 'g') names.emplace_back("grades");
    if (letter == 'f') names.emplace_back("flags");
    if (letter == 'r') names.emplace_back("race_minutes");
    if (letter == 'm') names.emplace_back("match");
    if (letter == 'n') names.insert(names.end(), {"also", "group"});
  }
  return names;
}

Result<Rule> read_rule(std::string_view file, const RuleKeyRow& row, const toml::table& table, const Defaults& defaults) {
  Keys keys(file, table);
  keys.allow(allowed_in(row));
  Rule rule{.key = row.key, .value = read_value(keys, row), .limits = read_limits(keys)};
  rule.also = class_keys(keys.words("also"));
  rule.group = class_key(keys.text("group").value_or(""));
  rule.disputed = keys.text("disputed").value_or("");
  if (keys.node("value") == nullptr && rule.disputed.empty()) {
    keys.complain(nullptr, "'value' is missing (of a rule on which sources differ, and none is better, say 'disputed')");
  }
  const Defaults own = read_defaults(keys);
  const auto source = own.source ? own.source : defaults.source;
  const auto certainty = own.certainty ? own.certainty : defaults.certainty;
  const auto valid_from = own.valid_from ? own.valid_from : defaults.valid_from;
  if (!source) keys.complain(nullptr, "'source' is missing, here and at the head of the file");
  if (!certainty) keys.complain(nullptr, "'certainty' is missing, here and at the head of the file");
  if (!valid_from) keys.complain(nullptr, "'valid_from' is missing, here and at the head of the file");
  if (keys.error()) return std::unexpected(*keys.error());
  rule.source = *source;
  // A rule with a source of its own doesn't stand at the address of the file's.
  rule.url = own.url ? *own.url : own.source ? "" : defaults.url.value_or("");
  rule.certainty = *certainty;
  rule.valid_from = *valid_from;
  rule.file = file;
  rule.line = table.source().begin.line;
  return rule;
}

// Whether both say something for the same case from the same day on: one of them is a slip.
bool is_twice(const Rule& a, const Rule& b) {
  if (a.key != b.key || a.limits != b.limits || a.valid_from != b.valid_from) return false;
  return a.key != RuleKey::race_class || a.value == b.value;
}

// `[key]` is one rule, `[[key]]` several.
Result<void> read_rules(RuleFile& file, const RuleKeyRow& row, const toml::node& node, const Defaults& defaults) {
  std::vector<const toml::table*> tables;
  if (node.as_table() != nullptr) tables.push_back(node.as_table());
  if (const toml::array* rows = node.as_array()) {
    for (const toml::node& item : *rows) tables.push_back(item.as_table());
  }
  if (tables.empty() || std::ranges::find(tables, nullptr) != tables.end()) {
    return fail(ErrorCode::bad_configuration, place_text(file.name, node.source()) + ": '" + std::string(row.name) +
                                                  "' must be a table: [" + std::string(row.name) + "] and below it 'value'");
  }
  for (const toml::table* table : tables) {
    if (file.rules.size() == kMostRules) {
      return fail(ErrorCode::bad_configuration, file.name + ": more than " + std::to_string(kMostRules) + " rules");
    }
    auto rule = read_rule(file.name, row, *table, defaults);
    if (!rule) return std::unexpected(rule.error());
    const auto first = std::ranges::find_if(file.rules, [&](const Rule& other) { return is_twice(other, *rule); });
    if (first != file.rules.end()) {
      return fail(ErrorCode::bad_configuration, place_text(file.name, table->source()) + ": '" + std::string(row.name) +
                                                    "' is there twice for the same case: also on line " +
                                                    std::to_string(first->line));
    }
    file.rules.push_back(std::move(*rule));
  }
  return {};
}

std::vector<std::string_view> head_keys() {
  return {"series", "season", "event", "match", "source", "url", "certainty", "valid_from"};
}

Result<Defaults> read_head(RuleFile& file, const toml::table& root) {
  Keys keys(file.name, root);
  std::vector<std::string_view> names = head_keys();
  for (const RuleKeyRow& row : kRuleKeys) names.push_back(row.name);
  keys.allow(names);
  file.series = class_keys(keys.words("series"));
  if (const auto season = keys.number("season")) {
    if (*season < 1900 || *season > 2200 || *season != std::floor(*season)) {
      keys.complain(keys.node("season"), "'season' must be a year, such as 2024");
    }
    file.season = static_cast<int>(*season);
  }
  file.event = keys.text("event").value_or("");
  file.match = small_letters(keys.words("match"));
  if (file.match.empty() && !file.event.empty()) file.match = {lower_case(file.event)};
  if (file.event.empty() && !file.match.empty()) keys.complain(keys.node("match"), "'match' needs an 'event'");
  Defaults defaults = read_defaults(keys);
  if (keys.error()) return std::unexpected(*keys.error());
  return defaults;
}

}  // namespace

Result<RuleFile> parse_rules(std::string_view name, std::string_view text) {
  if (const auto fault = find_toml_fault(text)) {
    return fail(ErrorCode::bad_configuration, std::string(name) + " line " + std::to_string(fault->line) + ", column " +
                                                  std::to_string(fault->column) + ": " + std::string(fault->what));
  }
  toml::table root;
  try {  // Debian's build of toml++ reports by exception only
    root = toml::parse(text);
  } catch (const toml::parse_error& problem) {
    return fail(ErrorCode::bad_configuration, place_text(name, problem.source()) + ": " + std::string(problem.description()));
  }
  RuleFile file{.name = std::string(name)};
  const auto defaults = read_head(file, root);
  if (!defaults) return std::unexpected(defaults.error());
  for (const RuleKeyRow& row : kRuleKeys) {
    const toml::node* node = root.get(row.name);
    if (node == nullptr) continue;
    if (auto read = read_rules(file, row, *node, *defaults); !read) return std::unexpected(read.error());
  }
  std::ranges::stable_sort(file.rules, {}, &Rule::line);
  return file;
}

}  // namespace stint::insight
