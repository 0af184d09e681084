#include "insight/strategy/decisions/decide.hpp"

#include <algorithm>
#include <array>

#include "insight/rules/pit_entry.hpp"
#include "insight/rules/regrouping.hpp"
#include "insight/strategy/decisions/advice.hpp"
#include "insight/strategy/decisions/net_position.hpp"
#include "insight/strategy/decisions/pit_now.hpp"
#include "insight/strategy/decisions/reasons.hpp"
#include "insight/strategy/decisions/rival_stops.hpp"
#include "insight/strategy/decisions/stop_window.hpp"

namespace stint::insight {
namespace {

constexpr std::array<FlagKind, 3> kFlags{FlagKind::green, FlagKind::fcy, FlagKind::safety_car};

template <class Rows>
auto row_of(Rows& rows, const race::CarNumber& car) {
  return std::ranges::find_if(rows, [&](const auto& row) { return row.car == car; });
}

void add_words(const std::vector<std::string>& more, std::vector<std::string>& to) {
  for (const std::string& word : more) {
    if (std::ranges::find(to, word) == to.end()) to.push_back(word);
  }
}

// The uncertain rules under which the pit entry counts as open or closed, and fuel and tyres as together or not.
void note_uncertain_rules(const race::Snapshot& race, const RuleBook& rules, const std::string& class_name,
                          CarStrategy& strategy) {
  add_words(pit_entry_now(race, class_name, rules).low_certainty, strategy.low_certainty);
  for (const FlagKind flag : kFlags)
    add_words(pit_entry_under(flag, 0, class_name, rules).low_certainty, strategy.low_certainty);
  if (const auto together = rules.refuel_and_tyres_together(class_name)) note_if_low(together->rule, strategy.low_certainty);
}

}  // namespace

void decide(const FieldNow& field, const RuleBook* rules, std::vector<CarStrategy>& cars) {
  const std::vector<NetStanding> standings = net_standings(field);
  const Regrouping regroup = rules != nullptr ? regrouping(field.race(), *rules) : Regrouping{};
  for (CarStrategy& strategy : cars) {
    const CarNow* car = field.find(strategy.car);
    if (car == nullptr) continue;
    if (const auto net = row_of(standings, strategy.car); net != standings.end()) {
      strategy.net_class_position = net->class_position;
      strategy.net_class_position_band = net->band;
      strategy.net_class_gap = net->gap;
    }
    if (const auto chance = row_of(regroup.cars, strategy.car); chance != regroup.cars.end()) {
      strategy.wave_by = chance->eligible;
      if (chance->eligible) add_words(regroup.low_certainty, strategy.low_certainty);
    }
    if (rules != nullptr) note_uncertain_rules(field.race(), *rules, car->seen->entry->class_name, strategy);
    strategy.pit_now.clear();
    for (const FlagKind flag : kFlags) strategy.pit_now.push_back(pit_now(field, *car, flag, rules));
    if (strategy.window) {
      explain_options(field, *car, strategy.drivers, *strategy.window);
    } else if (strategy.finish_odds.empty() || strategy.next_stop_lap) {  // else the futures see no stop any more
      strategy.window = stop_window(field, *car, strategy.drivers);
    }
    strategy.rivals = rival_stops(field, *car);
    strategy.advice = advice_for(field, *car, strategy, rules);
    strategy.reasons = reasons_for(field, *car, strategy);
    if (const auto chance = row_of(regroup.cars, strategy.car);
        chance != regroup.cars.end() && chance->call != RegroupCall::none)
      strategy.reasons.insert(strategy.reasons.begin(), chance->because);
  }
}

}  // namespace stint::insight
