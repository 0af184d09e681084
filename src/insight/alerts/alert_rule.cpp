#include "insight/alerts/alert_rule.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

template <class List, class Value>
bool passes(const List& wanted, const Value& value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

}  // namespace

bool wants(const AlertRules& rules, const AlertRule& rule, const Anomaly& anomaly, std::string_view class_name) {
  if (!rule.enabled || !anomaly.stands()) return false;
  if (anomaly.severity < rule.least_severity || anomaly.probability < rule.least_probability) return false;
  if (rule.confirmed_only && !anomaly.confirmed) return false;
  if (!passes(rule.kinds, anomaly.kind)) return false;
  const bool asks_for_cars = !rule.cars.empty() || !rule.classes.empty() || rule.favourites_only;
  if (!asks_for_cars) return true;
  if (!anomaly.car) return false;
  const bool is_favourite = std::ranges::find(rules.favourites, *anomaly.car) != rules.favourites.end();
  return passes(rule.cars, *anomaly.car) && passes(rule.classes, class_name) && (!rule.favourites_only || is_favourite);
}

}  // namespace stint::insight
