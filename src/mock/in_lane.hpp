// Who stands in the pit lane, also after the flag, when a state has become "finished" or "retired".
#pragma once

#include "race/snapshot.hpp"

namespace stint::mock {

[[nodiscard]] inline bool in_lane(const race::CarSnapshot& car) {
  return !car.pit_stops.empty() && !car.pit_stops.back().out_at;
}

}  // namespace stint::mock
