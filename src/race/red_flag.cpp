#include "race/red_flag.hpp"

#include <algorithm>

namespace stint::race {

bool RedFlagWatch::is_standing(Millis lap, Millis lane, FlagKind flag) {
  const bool neutralised = flag != FlagKind::green && flag != FlagKind::chequered;
  const double share = static_cast<double>(lane.count()) / static_cast<double>(std::max<std::int64_t>(1, lap.count()));
  return neutralised && lap >= kShortestStandingLap && share >= kLeastLaneShare;
}

std::optional<RedFlag> RedFlagWatch::add(const StandingLap& sign, std::size_t running) {
  signs_.push_back(sign);
  RedFlag red;
  red.from = sign.began;
  red.until = sign.ended;
  for (const StandingLap& other : signs_) {
    const bool together = other.began < red.until && red.from < other.ended;
    if (!together) continue;
    red.from = std::max(red.from, other.began);
    red.until = std::min(red.until, other.ended);
    red.cars.push_back(other);
  }
  const bool enough = static_cast<double>(red.cars.size()) >= kLeastFieldShare * static_cast<double>(running);
  return enough && red.cars.size() >= 2 ? std::optional(std::move(red)) : std::nullopt;
}

}  // namespace stint::race
