#include "insight/alerts/alert_book.hpp"

#include <algorithm>
#include <optional>

namespace stint::insight {

std::string_view name_of(AlertStage stage) {
  switch (stage) {
    case AlertStage::raised:
      return "raised";
    case AlertStage::worse:
      return "worse";
    case AlertStage::confirmed:
      return "confirmed";
    case AlertStage::cleared:
      return "cleared";
  }
  return "raised";
}

namespace {

void leave_out_the_told(Alert& alert, const std::vector<Alert>& before) {
  for (const Alert& other : before) {
    if (other.anomaly.id != alert.anomaly.id || other.stage != alert.stage) continue;
    alert.in_browser = alert.in_browser && !other.in_browser;
    std::erase_if(alert.webhooks,
                  [&](const std::string& id) { return std::ranges::find(other.webhooks, id) != other.webhooks.end(); });
  }
}

}  // namespace

std::vector<Alert> AlertBook::take(const AlertRules& rules, std::span<const Anomaly> changed, const ClassOf& class_of,
                                   timing::Instant now) {
  std::vector<Alert> alerts;
  for (const Anomaly& anomaly : changed) {
    const std::string class_name = anomaly.car ? class_of(*anomaly.car) : std::string{};
    for (const AlertRule& rule : rules.rules) {
      const std::pair key(rule.id, anomaly.id);
      const auto told = told_.find(key);
      std::optional<AlertStage> stage;
      if (told == told_.end()) {
        if (wants(rules, rule, anomaly, class_name)) stage = AlertStage::raised;
      } else if (!anomaly.stands()) {
        // Whoever was alarmed is told, whatever the rule says of what is left of it.
        stage = AlertStage::cleared;
      } else if (anomaly.confirmed && !told->second.confirmed) {
        stage = AlertStage::confirmed;
      } else if (anomaly.severity >= told->second.severity + kWorseBy) {
        stage = AlertStage::worse;
      }
      if (!stage) continue;
      if (stage == AlertStage::cleared) {
        told_.erase(told);
      } else {
        told_[key] = {anomaly.severity, anomaly.confirmed.has_value()};
      }
      Alert alert{++last_number_, *stage, rule.id, rule.name, rule.in_browser, rule.webhooks, class_name, now, anomaly};
      leave_out_the_told(alert, alerts);
      alerts.push_back(std::move(alert));
    }
  }
  std::erase_if(alerts, [](const Alert& alert) { return !alert.in_browser && alert.webhooks.empty(); });
  return alerts;
}

}  // namespace stint::insight
