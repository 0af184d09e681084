#include "insight/strategy/call_book.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

// The flag whose pit loss counts while `flag` is out.
FlagKind stop_flag(FlagKind flag) {
  switch (flag) {
    case FlagKind::fcy:
    case FlagKind::vsc:
    case FlagKind::code60:
      return FlagKind::fcy;
    case FlagKind::safety_car:
      return FlagKind::safety_car;
    default:
      return FlagKind::green;
  }
}

// The last stop's lap and the mean of the car's stints so far; nullopt before its first stop.
std::optional<double> usual_stop_lap(const race::CarSnapshot& car) {
  std::int32_t last = 0;
  std::int32_t stints = 0;
  for (const race::PitStop& stop : car.pit_stops) {
    if (stop.red_flag) continue;
    last = stop.in_lap;
    ++stints;
  }
  if (stints == 0) return std::nullopt;
  return last + static_cast<double>(last) / stints;
}

StrategyCall call_of(const race::Snapshot& race, const race::CarSnapshot& car, const CarStrategy& said) {
  StrategyCall call;
  call.at = race.at;
  call.laps = car.laps;
  call.stops = car.stops;
  call.class_position = said.class_position;
  call.net_class_position = said.net_class_position;
  call.net_class_position_band = said.net_class_position_band;
  call.stop_lap = said.advice.stop_lap;
  call.next_stop_lap = said.next_stop_lap;
  call.usual_stop_lap = usual_stop_lap(car);
  call.mean_finish_class_position = said.mean_finish_class_position;
  call.finish_class_position = said.finish_class_position;
  call.win_odds = said.win_odds;
  call.podium_odds = said.podium_odds;
  call.flag = stop_flag(race.flag);
  const auto now = std::ranges::find(said.pit_now, call.flag, &PitNow::flag);
  if (now == said.pit_now.end()) return call;
  call.rejoin_class_position = now->class_position;
  call.rejoin_behind = now->ahead;
  call.rejoin_gap_ms = now->gap_ahead_ms;
  return call;
}

}  // namespace

void StrategyCallBook::note(const race::Snapshot& race, const Strategy& strategy) {
  for (const CarStrategy& said : strategy.cars) {
    const race::CarSnapshot* car = race.find(said.car);
    if (car == nullptr || !said.running) continue;
    Calls& calls = calls_[said.car];
    if (!calls.empty() && calls.back().laps == car->laps) continue;
    calls.push_back(call_of(race, *car, said));
  }
}

void StrategyCallBook::forget_after(Instant at) {
  for (auto& [car, calls] : calls_) {
    while (!calls.empty() && calls.back().at > at) calls.pop_back();
  }
}

void StrategyCallBook::freeze() {
  for (auto& [car, calls] : calls_) calls.freeze();
}

const StrategyCallBook::Calls* StrategyCallBook::find(const CarNumber& car) const {
  const auto found = calls_.find(car);
  return found == calls_.end() ? nullptr : &found->second;
}

}  // namespace stint::insight
