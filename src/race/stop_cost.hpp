// What a pit stop cost against the cars that stayed out.
#pragma once

#include <optional>
#include <span>

#include "race/car_progress.hpp"

namespace stint::race {

// Cost = time of the laps from in-lap to out-lap, less what they would have taken without the stop: for each lap the car's own
// recent green pace times how the others' laps in the same minutes compared with their own recent pace (1.0 under green,
// about 1.6 under a full course yellow). Others: of the same class if three of them completed a lap without stopping, else of
// any class. nullopt without a pace of its own or for a red flag. REQUIRES: the out-lap is completed.
[[nodiscard]] std::optional<Millis> stop_cost(std::span<const CarProgress> field, std::size_t car, const PitStop& stop,
                                              std::optional<Millis> own_pace);

}  // namespace stint::race
