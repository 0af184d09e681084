// Stints: from leaving the pit lane (or the start) to entering it, or to a change of driver that no stop explains.
#pragma once

#include <span>

#include "race/car_progress.hpp"

namespace stint::race {

// A lap is clean for the median of its stint if it is green and at most this much of the stint's green median.
inline constexpr double kCleanLimit = 1.07;

// Takes the car's last completed lap into its stints.
void extend_stint(CarProgress& car);

// Makes the stints again from laps and stops: after a stop was found to be a red flag, or a lane time came late.
void rebuild_stints(CarProgress& car);

// Ends the current stint for good.
void end_stint(CarProgress& car, StintEnd reason);

// Median of the times that are at most kCleanLimit times the median of all; nullopt of none. REQUIRES: sorted, shortest first.
[[nodiscard]] std::optional<Millis> clean_median(std::span<const Millis> sorted);

}  // namespace stint::race
