// What `stint strategy` prints for people beside the field's table: one car with all its reasons, and what was measured.
#pragma once

#include <string>

#include "insight/strategy/measure/measured.hpp"
#include "insight/strategy/strategy.hpp"

namespace stint::app {

// The reasons, a stop now under each flag, the laps on which it could stop, drivers and penalties; a line each.
[[nodiscard]] std::string car_details(const insight::CarStrategy& car);

// By class: each quantity with its spread, the events it rests on and where they are from, if not this race. Then the cautions.
[[nodiscard]] std::string measured_tables(const insight::Measured& measured);

}  // namespace stint::app
