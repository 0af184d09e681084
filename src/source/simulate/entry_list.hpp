// The field of a race: invented teams, cars and drivers, in grid order.
#pragma once

#include <cstdint>
#include <vector>

#include "source/simulate/race_car.hpp"

namespace stint::source {

// REQUIRES: 2 <= cars <= 120. `classes` must outlive the cars. The same arguments give the same field.
[[nodiscard]] std::vector<RaceCar> make_entry_list(std::uint64_t seed, std::int32_t cars, const Circuit& circuit,
                                                   const std::vector<CarClass>& classes, const NameLists& names);

// How many cars each class gets: its share, whole cars dealt by largest remainder.
[[nodiscard]] std::vector<std::int32_t> deal_cars(std::int32_t cars, const std::vector<CarClass>& classes);

}  // namespace stint::source
