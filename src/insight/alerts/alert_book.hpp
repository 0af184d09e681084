// What a user has been told of each anomaly, so that they are told what is new and nothing twice.
//
// Pure: a function of the rules and of the anomalies in the order in which they were revised. One writer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "insight/alerts/alert_rule.hpp"

namespace stint::insight {

// What is new in an alert.
enum class AlertStage : std::uint8_t {
  raised,     // the first of this anomaly
  worse,      // more severe, by kWorseBy at least
  confirmed,  // confirmed since
  cleared,    // it was nothing after all
};
[[nodiscard]] std::string_view name_of(AlertStage stage);

inline constexpr double kWorseBy = 0.25;

struct Alert {
  std::uint64_t number = 0;  // from 1, in the order in which they were given
  AlertStage stage = AlertStage::raised;
  std::string rule;  // id
  std::string rule_name;
  bool in_browser = true;
  std::vector<std::string> webhooks;
  std::string class_name;  // of the car; empty if it has none
  timing::Instant at{};    // of the race, when this became known
  Anomaly anomaly;         // as it was then
};

class AlertBook {
 public:
  using ClassOf = std::function<std::string(const timing::CarNumber&)>;

  // `changed`: anomalies that are new or revised, as they are now; `now`: the instant of the race. At most one alert an
  // anomaly and rule; nobody is told the same twice because two rules ask for it.
  [[nodiscard]] std::vector<Alert> take(const AlertRules& rules, std::span<const Anomaly> changed, const ClassOf& class_of,
                                        timing::Instant now);

  // Another race, or another place of a replay: its anomalies are all new. Numbers go on.
  void begin_anew() { told_.clear(); }

 private:
  struct Told {
    double severity = 0;
    bool confirmed = false;
  };

  std::map<std::pair<std::string, std::int32_t>, Told> told_;  // by rule and anomaly
  std::uint64_t last_number_ = 0;
};

}  // namespace stint::insight
