// A car that stands: in the pit lane far beyond a service, or on the track. Does it come back, and when?
#pragma once

#include <optional>
#include <span>

#include "race/snapshot.hpp"

namespace stint::insight {

struct StandingCar {
  double for_ms = 0;       // since it was last seen
  bool in_lane = false;    // or on the track
  double gone_chance = 0;  // that it is out of the race
  double back_in_ms = 0;   // expected, if it comes back
};

// nullopt: it runs, or makes a stop of a usual length. `usual_lane_ms`: of its class's stops; nullopt: unknown.
[[nodiscard]] std::optional<StandingCar> standing_car(const race::CarSnapshot& car, race::Instant at,
                                                      std::optional<double> usual_lane_ms);

// Where most of the cars that are still in the race stand, the race does: under a red flag, which archives don't name. Who
// began to stand when the others did, or later, then runs for all that is known. `standing`: of all cars, in the order of
// Snapshot::cars.
void forgive_red_flag(const race::Snapshot& race, std::span<std::optional<StandingCar>> standing);

// Laps after which a car that has not been seen did not run any more at the end.
inline constexpr double kUnseenLaps = 2.5;

// Whether a car that no feed called retired was still running when the race ended at `end`: it was seen within a few of its
// laps. Archives without a chequered flag name nobody retired.
[[nodiscard]] bool ran_to(race::Instant end, const race::CarSnapshot& car);

}  // namespace stint::insight
