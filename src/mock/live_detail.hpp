// What a live feed tells and an archive leaves out, worked out from what the archive does tell.
//
// - A car enters the pit lane before or after it crosses the line inside it: an archive has the crossing, a feed the entry. The
//   entry is the exit less the lane time.
// - Race control says in words which neutralisation a yellow flag stands for. A recording without any message gets those.
// - A recording ends with its last crossing; positions of the grid, loops and telemetry that it lacks stay absent.
#pragma once

#include <vector>

#include "timing/event.hpp"

namespace stint::mock {

// The same race in canonical order (instant, then kind), with pit entries at their own instants and messages for its flags.
// Every fact keeps its key (car, lap, kind), so the fold gives the same order, laps, stints and stops.
[[nodiscard]] std::vector<timing::Event> with_live_detail(std::vector<timing::Event> recording);

// The same race with each driver change that is told at the pit exit put in the middle of the stop: half-way between the exit
// and what came last of the entry and the line.
void swap_drivers_in_the_lane(std::vector<timing::Event>& events);

}  // namespace stint::mock
