// What earlier races have taught strategists, as the program carries it.
#pragma once

#include "insight/strategy/measure/priors.hpp"

namespace stint::app {

// models/strategy-*.model together; no race if there are none. Errors: those of Priors::read().
[[nodiscard]] Result<insight::Priors> strategy_priors();

}  // namespace stint::app
