// What new tyres and a filled tank make of a lap, as the stints of this race show it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

// By class: the median, over the stops under green, of (median of the last three clean laps before the in-lap - median of the
// first two clean laps after the out-lap), ms; positive: the car is faster after a stop. What an undercut lives from. nullopt
// with fewer than five such stops.
[[nodiscard]] std::vector<std::optional<Measure>> fresh_gains(const race::Snapshot& race, const Measured& measured);

}  // namespace stint::insight
