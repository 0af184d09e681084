// AnomalyWatch on how long drivers stay at the wheel.
#include <algorithm>
#include <cmath>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/anomaly_words.hpp"
#include "insight/anomaly/drive_time_limits.hpp"

namespace stint::insight {
namespace {

using timing::count_ms;

std::string hours_text(Millis time) {
  const std::int64_t minutes = count_ms(time) / 60'000;
  const std::string rest = std::to_string(minutes % 60);
  return std::to_string(minutes / 60) + ":" + (rest.size() < 2 ? "0" + rest : rest) + " h";
}

}  // namespace

DriveTimeLimits drive_time_limits(const RuleBook& rules, std::string_view class_name) {
  if (rules.empty()) return {};
  const auto length = rules.race_length();
  const DriveTimeRule rule = rules.drive_time(class_name, {}, length ? std::optional(length->value) : std::nullopt);
  DriveTimeLimits limits;
  const auto is_low = [](const auto& ruled) { return ruled.rule != nullptr && ruled.rule->certainty == Certainty::low; };
  if (rule.window && rule.window_max) {
    limits.window = rule.window->value;
    limits.most_in_window = rule.window_max->value;
    limits.sure = !is_low(*rule.window) && !is_low(*rule.window_max);
  }
  if (rule.max && !is_low(*rule.max)) limits.most_in_race = rule.max->value;
  return limits;
}

std::shared_ptr<const RuleLibrary> built_in_rules() {
  static const std::shared_ptr<const RuleLibrary> rules = [] {
    auto read = RuleLibrary::built_in();
    return read ? std::make_shared<const RuleLibrary>(std::move(*read)) : nullptr;
  }();
  return rules;
}

// The rules are those of the session as it is told now; it is told again and again, mostly with nothing in it that rules know.
void AnomalyWatch::take_rules(const timing::Session& session) {
  if (!rules_) return;
  const RuleQuery query = rule_query(session);
  const bool same = query.series == ruled_.series && query.season == ruled_.season && query.event == ruled_.event &&
                    query.track == ruled_.track && query.date == ruled_.date && query.length == ruled_.length;
  if (same && !book_of_rules_.empty()) return;
  ruled_ = query;
  book_of_rules_ = RuleBook(*rules_, query);
  limits_.clear();
}

const DriveTimeLimits& AnomalyWatch::limits_of(std::size_t class_index) {
  if (limits_.size() < field_.classes().size()) limits_.resize(field_.classes().size());
  auto& limits = limits_[class_index];
  if (!limits) limits = drive_time_limits(book_of_rules_, field_.classes()[class_index].name);
  return *limits;
}

// Time in the pit lane isn't driven.
void AnomalyWatch::judge_drive_time(std::size_t place, const LapRecord& lap) {
  if (!rules_ || !lap.driver || !lap.time) return;
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  const DriveTimeLimits& limits = limits_of(car.class_index);
  if (!limits.window && !limits.most_in_race) return;
  Millis driven = *lap.time;
  if (lap.out_lap && car.last_lane_time && *car.last_lane_time < driven) driven -= *car.last_lane_time;
  // Where the boxes are before the line, the stop is in the in-lap.
  constexpr double kLongestDrivenInLaps = 2;
  if ((lap.in_lap || lap.out_lap) && watch.base)
    driven = std::min(driven, Millis{std::llround(kLongestDrivenInLaps * *watch.base)});
  if (watch.present != lap.driver) {
    watch.present = lap.driver;
    watch.driven_by_present = Millis{0};
    watch.drive_anomaly = 0;
    for (const CarWatch::Driven& spell : watch.driven) {
      if (spell.driver == *lap.driver) watch.driven_by_present += spell.time;
    }
  }
  const Millis in_race = watch.driven_in_race[*lap.driver] += driven;
  if (limits.window) {
    watch.driven.push_back({lap.ended_at, driven, *lap.driver});
    watch.driven_by_present += driven;
    while (watch.driven.front().until <= lap.ended_at - *limits.window) {
      if (watch.driven.front().driver == *lap.driver) watch.driven_by_present -= watch.driven.front().time;
      watch.driven.pop_front();
    }
  }
  if (watch.drive_anomaly > 0) return;
  if (limits.window && watch.driven_by_present > *limits.most_in_window)
    return tell_drive_time(place, watch.driven_by_present, *limits.most_in_window, limits);
  if (limits.most_in_race && in_race > *limits.most_in_race) tell_drive_time(place, in_race, *limits.most_in_race, limits);
}

void AnomalyWatch::tell_drive_time(std::size_t place, Millis driven, Millis allowed, const DriveTimeLimits& limits) {
  const FieldCar& car = field_.cars()[place];
  const bool in_window = limits.most_in_window == allowed;
  Anomaly anomaly;
  anomaly.car = car.number;
  anomaly.lap = car.laps_completed() + 1;
  anomaly.kind = AnomalyKind::driver_change;
  anomaly.probability = !in_window || limits.sure ? 0.9 : 0.6;
  anomaly.severity = 0.5;
  anomaly.evidence = {{"driven_ms", static_cast<double>(count_ms(driven))},
                      {"allowed_ms", static_cast<double>(count_ms(allowed))}};
  anomaly.text = "The driver of car " + car.number.str() + " has driven for more than " + hours_text(allowed) +
                 (in_window ? " of the last " + hours_text(*limits.window) : " of the race") +
                 ", the most that the rules allow.";
  anomaly.confirmed = now_;
  cars_[place].drive_anomaly = book_.enter(now_, std::move(anomaly));
}

}  // namespace stint::insight
