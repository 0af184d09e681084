// What other cars cost: slower ones that have to be passed, equal ones that hold up.
#pragma once

#include <vector>

#include "source/simulate/race_car.hpp"

namespace stint::source {

// When the car reaches the end of its run, given that it would at `due` on an empty track. Cars that it passes owe time for it.
// `may_pass` is false under local yellow flags. Draws from the car's stream.
[[nodiscard]] RaceTime through_traffic(std::vector<RaceCar>& cars, std::size_t index, RaceTime due, const Circuit& circuit,
                                       bool may_pass);

}  // namespace stint::source
