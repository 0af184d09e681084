// How long the race still is: in time, and in laps of one car.
#pragma once

#include <optional>

#include "race/snapshot.hpp"

namespace stint::insight {

class RuleBook;

// By time: the feed's clock, else the session's limit, else what the rules say of this event. nullopt: unknown.
[[nodiscard]] std::optional<race::Millis> race_length(const race::Snapshot& race, const RuleBook* rules);

// Time left at the snapshot's instant; nullopt if the length or the start is unknown.
[[nodiscard]] std::optional<double> time_left_ms(const race::Snapshot& race, std::optional<race::Millis> length);

// What one car's laps will be like from here on.
struct LapsAhead {
  double lap_ms = 0;     // a clean lap; REQUIRES > 0
  double tank_laps = 0;  // REQUIRES > 0
  double fuel_laps = 0;  // left
  double stop_ms = 0;    // what a stop costs
  double lost_ms = 0;    // to cautions
};

// Laps until the flag, the one under way included and the last one whole: the car takes the flag at its first crossing after
// the leader took it after the time, on average a lap later. The stops that the laps need take their time from them.
[[nodiscard]] double laps_until_flag(double left_ms, const LapsAhead& ahead);

}  // namespace stint::insight
