#include "server/alerts/alert_settings.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "net/url.hpp"
#include "server/views/race_clock.hpp"

namespace stint::server {
namespace {

using timing::JsonWriter;

template <class List, class Write>
void write_list(JsonWriter& json, std::string_view name, const List& list, Write write) {
  json.key(name).begin_array();
  for (const auto& item : list) write(item);
  json.end_array();
}

void write_rule(JsonWriter& json, const insight::AlertRule& rule) {
  const auto as_value = [&](const auto& item) { json.value(item); };
  json.begin_object().field("id", rule.id).field("name", rule.name).field("enabled", rule.enabled);
  write_list(json, "cars", rule.cars, as_value);
  write_list(json, "classes", rule.classes, as_value);
  write_list(json, "kinds", rule.kinds, [&](insight::AnomalyKind kind) { json.value(insight::anomaly_name(kind)); });
  json.field("least_severity", rule.least_severity).field("least_probability", rule.least_probability);
  json.field("favourites_only", rule.favourites_only).field("confirmed_only", rule.confirmed_only);
  json.field("in_browser", rule.in_browser);
  write_list(json, "webhooks", rule.webhooks, as_value);
  json.end_object();
}

void write_rules(JsonWriter& json, const insight::AlertRules& rules) {
  write_list(json, "favourites", rules.favourites, [&](const auto& car) { json.value(car); });
  write_list(json, "rules", rules.rules, [&](const insight::AlertRule& rule) { write_rule(json, rule); });
}

void begin_webhook(JsonWriter& json, const Webhook& webhook) {
  json.begin_object().field("id", webhook.id).field("name", webhook.name).field("form", name_of(webhook.form));
  json.field("enabled", webhook.enabled).field("per_minute", webhook.per_minute);
}

void write_report(JsonWriter& json, const WebhookReport& report) {
  json.key("delivery").begin_object().field("sent", report.sent).field("failed", report.failed);
  json.field("dropped", report.dropped).field("waiting", report.waiting);
  json.field("last_sent_at", report.last_sent_at ? std::optional(utc_text(*report.last_sent_at)) : std::nullopt);
  json.key("last_problem");
  report.last_problem.empty() ? json.null() : json.value(report.last_problem);
  json.end_object();
}

}  // namespace

std::string_view name_of(WebhookForm form) {
  return form == WebhookForm::ntfy ? "ntfy" : form == WebhookForm::discord ? "discord" : "json";
}

void write_alert_settings(JsonWriter& json, const AlertSettings& settings) {
  json.begin_object();
  write_rules(json, settings.rules);
  write_list(json, "webhooks", settings.webhooks, [&](const Webhook& webhook) {
    begin_webhook(json, webhook);
    json.field("url", webhook.url).field("secret", webhook.secret).end_object();
  });
  json.end_object();
}

void write_alert_settings(JsonWriter& json, const AlertSettings& settings, const std::vector<WebhookReport>& reports) {
  json.begin_object();
  write_rules(json, settings.rules);
  write_list(json, "webhooks", settings.webhooks, [&](const Webhook& webhook) {
    begin_webhook(json, webhook);
    const auto url = net::parse_url(webhook.url);
    json.field("host", url ? std::optional(url->authority()) : std::nullopt).field("signed", !webhook.secret.empty());
    WebhookReport report;
    for (const WebhookReport& one : reports) {
      if (one.id == webhook.id) report = one;
    }
    write_report(json, report);
    json.end_object();
  });
  json.end_object();
}

Result<void> can_be_tested(const AlertSettings& settings, std::string_view webhook) {
  const auto found = std::ranges::find(settings.webhooks, webhook, &Webhook::id);
  if (found == settings.webhooks.end())
    return fail(ErrorCode::unknown_route, "There is no webhook '" + std::string(webhook) + "'.");
  if (!found->enabled) return fail(ErrorCode::bad_argument, "Webhook '" + std::string(webhook) + "' is switched off.");
  return {};
}

AlertService alerts_in_memory() {
  auto kept = std::make_shared<AlertSettings>();
  return {[kept] { return *kept; },
          [kept](AlertSettings settings) -> Result<void> {
            *kept = std::move(settings);
            return {};
          },
          [] { return std::vector<WebhookReport>{}; },
          [kept](const std::string& webhook) { return can_be_tested(*kept, webhook); }};
}

}  // namespace stint::server
