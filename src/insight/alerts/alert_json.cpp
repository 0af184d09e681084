#include "insight/alerts/alert_json.hpp"

#include "insight/anomaly/anomaly_json.hpp"

namespace stint::insight {

void write_alert(timing::JsonWriter& json, timing::Instant start, const Alert& alert) {
  json.begin_object().field("number", alert.number).field("stage", name_of(alert.stage)).field("rule", alert.rule);
  json.field("rule_name", alert.rule_name).key("class");
  alert.class_name.empty() ? json.null() : json.value(alert.class_name);
  json.field("at_ms", alert.at - start).key("anomaly");
  write_anomaly(json, start, alert.anomaly);
  json.end_object();
}

std::string alert_text(const Alert& alert) {
  std::string text;
  if (alert.stage == AlertStage::cleared) text = "All clear: ";
  if (alert.stage == AlertStage::confirmed) text = "Confirmed: ";
  if (alert.stage == AlertStage::worse) text = "Worse: ";
  text += alert.anomaly.text;
  return alert.class_name.empty() ? text : text + " (" + alert.class_name + ")";
}

}  // namespace stint::insight
