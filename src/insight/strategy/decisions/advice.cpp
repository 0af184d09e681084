#include "insight/strategy/decisions/advice.hpp"

#include <algorithm>
#include <cmath>

#include "insight/rules/rule_book.hpp"

namespace stint::insight {
namespace {

constexpr double kReserveLaps = 0.7;  // more than the laps to the flag, so that the tank isn't dry on the last one

double next_stint(const CarNow& car, const std::optional<double>& left_after) {
  return left_after ? std::min(car.tank_laps, *left_after) : car.tank_laps;
}

std::optional<bool> tyres(const FieldNow& field, const CarNow& car, double stint_laps, const RuleBook* rules) {
  const auto together = rules != nullptr ? rules->refuel_and_tyres_together(car.seen->entry->class_name) : std::nullopt;
  if (!together) return std::nullopt;
  if (together->value) return true;
  const ClassMeasure& of_class = field.measured().classes[car.class_index];
  const auto change = field.losses().tyre_change_ms(car.class_index);
  if (!of_class.tyre_ms || !change) return std::nullopt;
  const double age = car.measured->tyre_laps > 0 ? car.measured->tyre_laps : car.since_stop;
  return of_class.tyre_ms->mean * age * stint_laps > *change;
}

std::optional<std::string> driver(const CarNow& car, const std::vector<DriverDuty>& duties, double stint_ms) {
  const DriverDuty *at_wheel = nullptr, *owes_most = nullptr, *has_most_left = nullptr;
  for (const DriverDuty& duty : duties) {
    if (duty.name == car.seen->driver_name) {
      at_wheel = &duty;
      continue;
    }
    if (duty.owed && duty.owed->count() > 0 && (owes_most == nullptr || *owes_most->owed < *duty.owed)) owes_most = &duty;
    if (duty.left && (has_most_left == nullptr || *has_most_left->left < *duty.left)) has_most_left = &duty;
  }
  const bool may_not = at_wheel != nullptr && at_wheel->left && static_cast<double>(at_wheel->left->count()) < stint_ms;
  const bool owes = at_wheel != nullptr && at_wheel->owed && at_wheel->owed->count() > 0;
  if (owes_most != nullptr && (may_not || !owes)) return owes_most->name;
  if (may_not && has_most_left != nullptr) return has_most_left->name;
  return std::nullopt;
}

}  // namespace

Advice advice_for(const FieldNow& field, const CarNow& car, const CarStrategy& strategy, const RuleBook* rules) {
  Advice advice;
  if (car.in_lane || !strategy.window) return advice;
  advice.stop_lap = strategy.window->best;
  const double until = strategy.window->best - car.laps;
  const auto left = field.laps_left(car);
  const auto left_after = left ? std::optional(std::max(0.0, *left - until)) : std::nullopt;
  const double stint = next_stint(car, left_after);
  if (left_after) advice.fuel_laps = std::min(car.tank_laps, std::ceil(*left_after) + kReserveLaps);
  advice.tyres = tyres(field, car, stint, rules);
  advice.driver = driver(car, strategy.drivers, stint * car.lap_ms);
  const auto loss = field.losses().of(car.number(), car.class_index, Pace::green, field.fill_laps(car));
  if (loss && loss->lane_ms) advice.stop_time = Millis{std::llround(*loss->lane_ms)};
  return advice;
}

}  // namespace stint::insight
