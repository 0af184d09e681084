// The rules in force, each with its source and how sure it is: /api/rules.
#include <fmt/format.h>

#include "insight/rules/rule_book.hpp"
#include "server/views/views.hpp"

namespace stint::server {
namespace {

using timing::JsonWriter;

std::string day_text(std::chrono::year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

void write_rule(JsonWriter& json, const insight::Rule& rule) {
  const insight::RuleKeyRow& key = insight::row_of(rule.key);
  json.begin_object().field("key", key.name).field("meaning", key.meaning).field("value", insight::value_text(rule));
  json.field("limits", known_text(insight::limits_text(rule))).field("certainty", insight::letter(rule.certainty));
  json.field("source", rule.source).field("url", known_text(rule.url)).field("disputed", known_text(rule.disputed));
  json.field("valid_from", rule.valid_from.ok() ? std::optional(day_text(rule.valid_from)) : std::nullopt);
  json.field("layer", insight::name_of(rule.layer)).field("file", rule.file).field("line", rule.line);
  json.field("carried_over", rule.carried_over).end_object();
}

}  // namespace

Result<void> view_rules(const ViewCall& call, JsonWriter& json) {
  const insight::RuleBook* rules = call.strategy == nullptr ? nullptr : call.strategy->rules.get();
  json.begin_object().field("series", known_text(call.race.session.series));
  json.field("own_rules", call.strategy == nullptr ? std::string_view{} : std::string_view(call.strategy->rule_override));
  json.field("reason", rules == nullptr
                           ? std::optional("no rules are looked up for a session that is not being played, or not yet")
                       : rules->empty() ? std::optional("no rules of this series are known")
                                        : std::nullopt);
  json.key("rules").begin_array();
  if (rules != nullptr) {
    for (const insight::Rule* rule : rules->in_force()) write_rule(json, *rule);
  }
  json.end_array().end_object();
  return {};
}

}  // namespace stint::server
