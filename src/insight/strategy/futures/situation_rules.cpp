#include "insight/strategy/futures/situation_rules.hpp"

#include <algorithm>

#include "insight/rules/drive_duties.hpp"
#include "insight/rules/penalty_ledger.hpp"
#include "insight/rules/pit_entry.hpp"

namespace stint::insight {
namespace {

constexpr double kMinuteMs = 60'000;
// A group's turn of entering after the one before, where race control calls the groups one after the other.
constexpr double kFirstCallMs = 4 * kMinuteMs;
constexpr double kNextCallMs = 2 * kMinuteMs;
constexpr double kNever = 1e15;

// From the beginning of a caution until the class may enter, as the rule for its flag has it.
double closed_ms(const RuleBook& rules, FlagKind flag, const SituationClass& of, Pace pace) {
  const auto rule = rules.pit_entry(flag, of.name);
  if (!rule) return 0;
  switch (rule->value.kind) {
    case PitEntryKind::open:
      return 0;
    case PitEntryKind::closed:
      return kNever;
    case PitEntryKind::closed_for_laps:
      return rule->value.laps.value_or(0) * of.lap_ms * of.slow_down[static_cast<std::size_t>(pace)];
    case PitEntryKind::until_announced:
      break;
  }
  double opens = kFirstCallMs;
  for (const std::string& group : rule->value.order) {
    if (rules.is_of(of.name, group)) break;
    opens += kNextCallMs;
  }
  return opens;
}

void apply_pit_entry(const RuleBook& rules, Situation& to) {
  for (SituationClass& of : to.classes) {
    of.closed_ms[static_cast<std::size_t>(Pace::slow)] = closed_ms(rules, FlagKind::fcy, of, Pace::slow);
    of.closed_ms[static_cast<std::size_t>(Pace::behind)] = closed_ms(rules, FlagKind::safety_car, of, Pace::behind);
  }
  to.pits_closed_now = to.pace != Pace::green;
  const WaveByRule wave_by = rules.wave_by(FlagKind::safety_car);
  to.wave_by = (wave_by.pass_around && wave_by.pass_around->value) || (wave_by.wave_by && wave_by.wave_by->value);
}

void apply_duties(const race::CarSnapshot& car, const race::Snapshot& race, const RuleBook& rules, Situation& to,
                  const SituationCar& of) {
  const DriverDuties duties = drive_duties(car, race, rules);
  for (std::size_t i = 0; i < of.drivers; ++i) {
    SituationDriver& driver = to.drivers[of.first_driver + i];
    const auto duty = std::ranges::find(duties.drivers, driver.name, &DriverDuty::name);
    if (duty == duties.drivers.end()) continue;
    if (duty->owed) driver.owed_ms = static_cast<double>(duty->owed->count());
    if (duty->left) driver.left_ms = static_cast<double>(duty->left->count());
  }
}

void apply_penalties(const race::CarSnapshot& car, const race::Snapshot& race, const RuleBook& rules, const LaneTimes& lane,
                     SituationCar& of) {
  for (const OwedPenalty& penalty : penalties(car, race, rules, lane).penalties) {
    if (penalty.state == OwedPenalty::State::owed && penalty.cost)
      of.owed_stop_ms += static_cast<double>(penalty.cost->count());
  }
}

}  // namespace

void apply_rules(const race::Snapshot& race, const RuleBook& rules, Situation& to) {
  apply_pit_entry(rules, to);
  const LaneTimes lane = lane_times(race);
  for (std::size_t i = 0; i < to.cars.size(); ++i) {
    if (!to.cars[i].running) continue;
    apply_duties(race.cars[i], race, rules, to, to.cars[i]);
    apply_penalties(race.cars[i], race, rules, lane, to.cars[i]);
  }
}

}  // namespace stint::insight
