// The simple answers that strategy has to beat, from the same snapshot.
#pragma once

#include <optional>
#include <string>

#include "race/snapshot.hpp"

namespace stint::insight {

// The last stop's in-lap plus the median length of the car's stints so far; no earlier than the lap under way. nullopt before
// its first stop.
[[nodiscard]] std::optional<double> usual_next_stop(const race::CarSnapshot& car);

// Time left over the mean stint of the car so far (from out to in, stop included), rounded. nullopt before its first stop.
[[nodiscard]] std::optional<double> usual_stops_left(const race::CarSnapshot& car, race::Millis elapsed, race::Millis left);

// Mean cost of the class's stops under green so far. nullopt before the first.
[[nodiscard]] std::optional<double> mean_pit_loss_ms(const race::Snapshot& race, const std::string& class_name);

// How much later than `ahead` the car crossed the last line of its own; negative if it is ahead itself. nullopt if `ahead`
// wasn't timed there.
[[nodiscard]] std::optional<double> line_gap_ms(const race::CarSnapshot& car, const race::CarSnapshot& ahead);

}  // namespace stint::insight
