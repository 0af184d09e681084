#include "insight/rules/rules_json.hpp"

#include "timing/padded_number.hpp"

namespace stint::insight {
namespace {

using timing::JsonWriter;

void write_words(JsonWriter& json, std::string_view name, const std::vector<std::string>& words) {
  json.key(name).begin_array();
  for (const std::string& word : words) json.value(word);
  json.end_array();
}

void write_value(JsonWriter& json, const RuleValue& value) {
  struct Write {
    JsonWriter& json;
    void operator()(std::monostate) const { json.null(); }
    void operator()(bool truth) const { json.value(truth); }
    void operator()(double number) const { json.value(number); }
    void operator()(const std::string& text) const { json.value(text); }
    void operator()(const std::vector<std::string>& words) const {
      json.begin_array();
      for (const std::string& word : words) json.value(word);
      json.end_array();
    }
  };
  std::visit(Write{json.key("value")}, value);
}

double minutes_of(timing::Millis time) { return static_cast<double>(time.count()) / 60'000; }

void write_limits(JsonWriter& json, const RuleLimits& limits) {
  write_words(json, "classes", limits.classes);
  write_words(json, "grades", limits.grades);
  json.key("flags").begin_array();
  for (const timing::FlagKind flag : limits.flags) json.value(timing::flag_name(flag));
  json.end_array().key("race_minutes");
  if (limits.race_from && limits.race_to) {
    json.begin_array().value(minutes_of(*limits.race_from)).value(minutes_of(*limits.race_to)).end_array();
  } else {
    json.null();
  }
  write_words(json, "events", limits.events);
}

// Empty is null.
std::optional<std::string_view> known(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

}  // namespace

std::string day_text(std::chrono::year_month_day day) {
  using timing::padded;
  return padded(static_cast<int>(day.year()), 4) + "-" + padded(static_cast<unsigned>(day.month()), 2) + "-" +
         padded(static_cast<unsigned>(day.day()), 2);
}

void write_rule(JsonWriter& json, const Rule& rule) {
  const RuleKeyRow& row = row_of(rule.key);
  json.begin_object().field("key", row.name);
  write_value(json, rule.value);
  json.field("unit", row.unit.empty() ? std::nullopt : std::optional(row.unit));
  json.field("text", value_text(rule)).field("limits", limits_text(rule));
  write_limits(json, rule.limits);
  write_words(json, "also", rule.also);
  json.field("group", known(rule.group)).field("certainty", letter(rule.certainty)).field("source", rule.source);
  json.field("url", known(rule.url)).field("disputed", known(rule.disputed)).field("valid_from", day_text(rule.valid_from));
  json.field("layer", name_of(rule.layer)).field("file", rule.file).field("line", rule.line);
  json.field("carried_over", rule.carried_over).end_object();
}

}  // namespace stint::insight
