// Which anomalies a user wants to be told of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "insight/anomaly/anomaly.hpp"

namespace stint::insight {

// An anomaly must pass every part that is set; an empty list is no condition.
struct AlertRule {
  std::string id;    // its user's own, unique among the rules
  std::string name;  // shown with the alert
  bool enabled = true;
  std::vector<timing::CarNumber> cars;
  std::vector<std::string> classes;
  std::vector<AnomalyKind> kinds;
  double least_severity = kAlarmSeverity;  // 0..1; of information too only for who asks for it
  double least_probability = 0.5;          // 0..1
  bool favourites_only = false;
  bool confirmed_only = false;        // waits until it is confirmed
  bool in_browser = true;             // shown on the dashboard
  std::vector<std::string> webhooks;  // ids of those that are told
  bool operator==(const AlertRule&) const = default;
};

struct AlertRules {
  std::vector<timing::CarNumber> favourites;
  std::vector<AlertRule> rules;
  bool operator==(const AlertRules&) const = default;
};

// `class_name`: of the anomaly's car, empty if it has none or it isn't known. An anomaly of the track passes only rules that
// ask for no car, class or favourite. Cleared ones pass none.
[[nodiscard]] bool wants(const AlertRules& rules, const AlertRule& rule, const Anomaly& anomaly, std::string_view class_name);

}  // namespace stint::insight
