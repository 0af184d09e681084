#include "insight/rules/rule.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "timing/flag.hpp"

namespace stint::insight {
namespace {

std::string shortest_text(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

void append_part(std::string& out, const std::string& part) {
  if (!part.empty()) out.append(out.empty() ? "" : "; ").append(part);
}

std::string length_text(timing::Millis length) {
  const auto whole = std::chrono::duration_cast<std::chrono::minutes>(length).count();
  const auto hours = whole / 60, rest = whole % 60;
  if (hours == 0) return std::to_string(rest) + " min";
  return std::to_string(hours) + " h" + (rest == 0 ? "" : " " + std::to_string(rest));
}

std::string races_text(const RuleLimits& limits) {
  if (!limits.race_from || !limits.race_to) return {};
  if (*limits.race_from == *limits.race_to) return "races of " + length_text(*limits.race_from);
  return "races of " + length_text(*limits.race_from) + " to " + length_text(*limits.race_to);
}

std::string flags_text(const RuleLimits& limits) {
  std::vector<std::string> names;
  for (const timing::FlagKind flag : limits.flags) names.emplace_back(timing::flag_name(flag));
  return joined(names);
}

}  // namespace

std::optional<RuleKey> rule_key(std::string_view name) {
  const auto found = std::ranges::find(kRuleKeys, name, &RuleKeyRow::name);
  return found == kRuleKeys.end() ? std::nullopt : std::optional(found->key);
}

std::string_view letter(Certainty certainty) {
  switch (certainty) {
    case Certainty::high:
      return "H";
    case Certainty::medium:
      return "M";
    case Certainty::low:
      return "L";
  }
  std::abort();
}

std::string_view name_of(RuleLayer layer) {
  switch (layer) {
    case RuleLayer::series:
      return "series";
    case RuleLayer::season:
      return "season";
    case RuleLayer::event:
      return "event";
    case RuleLayer::season_event:
      return "season and event";
    case RuleLayer::user:
      return "user";
  }
  std::abort();
}

std::string class_key(std::string_view class_name) {
  std::string key;
  for (const char c : class_name) {
    if (c >= 'a' && c <= 'z') key += static_cast<char>(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

std::string value_text(const Rule& rule) {
  struct Text {
    std::string operator()(std::monostate) const { return "unknown"; }
    std::string operator()(bool truth) const { return truth ? "yes" : "no"; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const std::vector<std::string>& words) const { return joined(words); }
    std::string operator()(double number) const {
      return shortest_text(number) + (unit.empty() ? "" : " " + std::string(unit));
    }
    std::string_view unit;
  };
  return std::visit(Text{row_of(rule.key).unit}, rule.value);
}

std::string limits_text(const Rule& rule) {
  std::string out;
  append_part(out, joined(rule.limits.classes));
  append_part(out, joined(rule.limits.grades));
  append_part(out, flags_text(rule.limits));
  append_part(out, races_text(rule.limits));
  append_part(out, joined(rule.limits.events));
  return out;
}

std::string rule_text(const Rule& rule) {
  const std::string limits = limits_text(rule);
  return std::string(row_of(rule.key).name) + (limits.empty() ? "" : " (" + limits + ")") + ": " + value_text(rule);
}

void note_if_low(const Rule* rule, std::vector<std::string>& low_certainty) {
  if (rule == nullptr || rule->certainty != Certainty::low) return;
  std::string text = rule_text(*rule);
  if (std::ranges::find(low_certainty, text) == low_certainty.end()) low_certainty.push_back(std::move(text));
}

}  // namespace stint::insight
