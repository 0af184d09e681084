// The laps of a session as the feed keeps them (`session_results`): what fills the time before we listened, and outages.
#pragma once

#include <simdjson.h>

#include <utility>
#include <vector>

#include "source/live/alkamel/car_timing.hpp"

namespace stint::live::alkamel {

// Per car, its laps in order. What has no number or no instant is left out.
[[nodiscard]] std::vector<std::pair<timing::CarNumber, std::vector<PastLap>>> read_lap_history(simdjson::dom::element analysis);

}  // namespace stint::live::alkamel
