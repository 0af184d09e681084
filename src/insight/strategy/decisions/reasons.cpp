#include "insight/strategy/decisions/reasons.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "insight/story/wording.hpp"

namespace stint::insight {
namespace {

using Sentences = std::vector<std::string>;

constexpr double kWorthSaying = 500;  // ms

std::string seconds(double ms) { return story::gap_words(Millis{std::llround(ms)}); }
std::string laps(std::int64_t count) { return std::to_string(count) + (count == 1 ? " lap" : " laps"); }

// "1:12": hours and minutes.
std::string hours(Millis time) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(time).count();
  const std::string rest = std::to_string(minutes % 60);
  return std::to_string(minutes / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

void say_entry(const FieldNow& field, const CarStrategy& strategy, Sentences& said) {
  for (const PitNow& now : strategy.pit_now) {
    const bool shown = now.flag == field.race().flag || (now.flag == FlagKind::green && field.race().flag == FlagKind::none);
    if (shown && now.closed_because) said.push_back("pit entry closed: " + *now.closed_because);
  }
}

void say_fuel(const FieldNow& field, const CarNow& car, Sentences& said) {
  if (!car.measured->tank_laps || !car.measured->fuel_laps_left) {
    said.emplace_back("fuel unknown: no full stint of the class has been seen yet");
    return;
  }
  const auto left = static_cast<std::int64_t>(std::max(0.0, std::floor(car.measured->fuel_laps_left->p50)));
  const auto to_flag = field.laps_left(car);
  if (to_flag && *to_flag <= static_cast<double>(left) + 1) {
    said.push_back("fuel for " + laps(left) + " more reaches the flag: no stop is needed");
    return;
  }
  const auto least = static_cast<std::int64_t>(std::max(0.0, std::floor(car.measured->fuel_laps_left->p10)));
  said.push_back("fuel for " + laps(left) + " more" + (least < left ? " (" + std::to_string(least) + " for sure)" : ""));
}

void say_cost_now(const CarStrategy& strategy, Sentences& said) {
  if (!strategy.window || strategy.window->options.empty()) return;
  const StopOption& now = strategy.window->options.front();
  const std::int32_t best = strategy.window->best;
  if (now.lap == best) {
    said.push_back("this lap is the best to stop on; lap " + std::to_string(strategy.window->last) + " is the last");
  } else if (now.cost_ms && *now.cost_ms >= kWorthSaying) {
    said.push_back("stopping now costs " + seconds(*now.cost_ms) + " against lap " + std::to_string(best) +
                   (now.reason.empty() ? "" : " because " + now.reason));
  } else {
    said.push_back("stopping now costs no more than on lap " + std::to_string(best));
  }
}

void say_drivers(const CarStrategy& strategy, Sentences& said) {
  for (const DriverDuty& duty : strategy.drivers) {
    const std::string who = duty.grade.empty() ? duty.name : duty.name + " (" + duty.grade + ")";
    if (duty.infeasible && duty.owed) {
      said.push_back(who + " can't reach the minimum any more: " + hours(*duty.owed) + " owed");
    } else if (duty.owed && duty.owed->count() > 0) {
      said.push_back(who + " still owes " + hours(*duty.owed) +
                     (duty.latest_swap_in_lap ? ", in the car by lap " + std::to_string(*duty.latest_swap_in_lap) : ""));
    }
  }
}

void say_penalties(const CarStrategy& strategy, Sentences& said) {
  for (const OwedPenalty& penalty : strategy.penalties) {
    if (penalty.state == OwedPenalty::State::owed)
      said.push_back("penalty owed: " + penalty.text + (penalty.cost ? " (" + story::gap_words(*penalty.cost) + ")" : ""));
  }
}

void say_rivals(const CarStrategy& strategy, Sentences& said) {
  for (const RivalStop& rival : strategy.rivals) {
    if (rival.undercut_ms && std::abs(*rival.undercut_ms) >= kWorthSaying)
      said.push_back("stopping a lap before #" + rival.rival.str() + (*rival.undercut_ms > 0 ? " gains " : " loses ") +
                     seconds(std::abs(*rival.undercut_ms)));
  }
}

void say_net(const CarStrategy& strategy, Sentences& said) {
  if (!strategy.class_position) return;
  if (!strategy.net_class_position) {
    said.emplace_back("NET position unknown: no stop of the class has been measured yet");
  } else if (*strategy.net_class_position != *strategy.class_position) {
    said.push_back(story::ordinal(*strategy.class_position) + " in class on the road, " +
                   story::ordinal(*strategy.net_class_position) + " with the pit cycle removed");
  }
}

const PitNow* pit_now_under(const CarStrategy& strategy, FlagKind flag) {
  const auto found = std::ranges::find(strategy.pit_now, flag, &PitNow::flag);
  return found == strategy.pit_now.end() || !found->class_position || !found->loss_ms ? nullptr : &*found;
}

// The flag whose stop is the one to talk of, and its name in a sentence.
std::pair<FlagKind, std::string> stop_now(FlagKind out) {
  switch (out) {
    case FlagKind::safety_car:
      return {FlagKind::safety_car, "a stop behind the safety car"};
    case FlagKind::fcy:
      return {FlagKind::fcy, "a stop under full course yellow"};
    case FlagKind::vsc:
      return {FlagKind::fcy, "a stop under the virtual safety car"};
    case FlagKind::code60:
      return {FlagKind::fcy, "a stop under code 60"};
    default:
      return {FlagKind::green, "a green stop"};
  }
}

void say_rejoin(const FieldNow& field, const CarStrategy& strategy, Sentences& said) {
  const auto [flag, name] = stop_now(field.race().flag);
  const PitNow* now = pit_now_under(strategy, flag);
  if (now == nullptr) return;
  std::string words = name + " costs " + seconds(now->loss_ms->p50);
  const PitNow* green = pit_now_under(strategy, FlagKind::green);
  if (green != nullptr && green != now) words += " (" + seconds(green->loss_ms->p50) + " when it is green)";
  words += " and comes out " + story::ordinal(*now->class_position) + " in class";
  if (now->ahead && now->gap_ahead_ms)
    words += ", " + seconds(std::abs(now->gap_ahead_ms->p50)) + " behind #" + now->ahead->str();
  said.push_back(std::move(words));
}

// A car that stands: of its fuel, its window and its rejoin nothing is worth saying.
std::string standing_words(const StandingCar& standing) {
  const std::string place = standing.in_lane ? "in the pit lane for " : "not seen on the track for ";
  const auto percent = std::to_string(std::lround(100 * (1 - standing.gone_chance)));
  return place + hours(Millis{std::llround(standing.for_ms)}) + " h: comes back with a chance of " + percent + " %";
}

}  // namespace

std::vector<std::string> reasons_for(const FieldNow& field, const CarNow& car, const CarStrategy& strategy) {
  Sentences said;
  if (car.measured->standing) return {standing_words(*car.measured->standing)};
  if (car.in_lane) return {"in the pit lane"};
  say_entry(field, strategy, said);
  say_fuel(field, car, said);
  say_cost_now(strategy, said);
  say_drivers(strategy, said);
  say_penalties(strategy, said);
  say_rejoin(field, strategy, said);
  say_rivals(strategy, said);
  say_net(strategy, said);
  return said;
}

}  // namespace stint::insight
