#include "insight/strategy/measure/race_distance.hpp"

#include <algorithm>
#include <cmath>

#include "insight/rules/rule_book.hpp"

namespace stint::insight {
namespace {

// Laps are on average this much slower than clean ones, by traffic.
constexpr double kTraffic = 1.01;
// The leader is somewhere on a lap when the time is up, and any other car somewhere on one of its own when the leader comes
// home: half a lap each.
constexpr double kAfterTheTime = 1;

}  // namespace

std::optional<race::Millis> race_length(const race::Snapshot& race, const RuleBook* rules) {
  if (race.session.limit) return race.session.limit;
  if (rules != nullptr) {
    if (const auto length = rules->race_length()) return length->value;
  }
  if (race.remaining && race.elapsed) return *race.elapsed + *race.remaining;
  return std::nullopt;
}

std::optional<double> time_left_ms(const race::Snapshot& race, std::optional<race::Millis> length) {
  if (race.remaining) return static_cast<double>(race.remaining->count());
  if (!length || !race.elapsed) return std::nullopt;
  return std::max(0.0, static_cast<double>((*length - *race.elapsed).count()));
}

double laps_until_flag(double left_ms, const LapsAhead& ahead) {
  const double lap_ms = ahead.lap_ms * kTraffic;
  left_ms = std::max(0.0, left_ms - ahead.lost_ms);
  double laps = left_ms / lap_ms + kAfterTheTime;
  const double stops = std::max(0.0, std::ceil((laps - ahead.fuel_laps) / ahead.tank_laps));
  laps = std::max(0.0, left_ms - stops * ahead.stop_ms) / lap_ms + kAfterTheTime;
  return laps;
}

}  // namespace stint::insight
