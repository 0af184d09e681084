// What a class's lap comes back to. A shower or a wet track makes laps a quarter longer for half an hour, not for the rest of
// the race; a forecast to the flag that takes the last laps for the next six hours is wrong by dozens of laps.
#pragma once

#include <cstddef>

#include "insight/strategy/measure/race_reading.hpp"

namespace stint::insight {

// From now until a class is back at its settled lap, ms: the excess goes evenly. Le Mans 2019 and 2021, Spa 2019 and 2020:
// 20 to 40 minutes after a class lapped over 20 % above its median of the race it was within 5 to 12 % of it, and stayed so.
inline constexpr double kSettlingMs = 20.0 * 60'000;
// What is unknown of a settled lap while the class is not there: standard deviation of its logarithm, common to all classes.
// The same races: between 0 and 0.13 above the median later on.
inline constexpr double kSettledSpread = 0.06;

// The lap that a class is expected to do from kSettlingMs on, when it does `now_ms` now: `now_ms` itself, unless that is over 8
// % above the median of the class's clean laps in the race so far (of the medians of its ten-minute spells); then 8 % above
// that. An hour of laps is asked for; before, `now_ms`. ms, as is the result; 0: unknown.
[[nodiscard]] double settled_lap_ms(const RaceReading& race, std::size_t class_index, double now_ms);

}  // namespace stint::insight
