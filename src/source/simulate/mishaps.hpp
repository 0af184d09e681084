// What goes wrong: how often, what it is, and what it leaves behind.
#pragma once

#include <optional>

#include "source/simulate/race_car.hpp"

namespace stint::source {

// The mishap of a run that takes `hours` at race pace, if there is one: rarely, more often on a wet track, with less
// experienced drivers, and at the start. Draws from the car's stream.
[[nodiscard]] std::optional<Mishap> draw_mishap(RaceCar& car, double hours, double wetness, bool first_lap);

// Gives the car what the mishap leaves: damage, a failing part, a puncture. Draws from the car's stream.
void inflict(RaceCar& car, const Mishap& mishap);

}  // namespace stint::source
