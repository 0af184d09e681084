// Times since the start of a race, as people write them.
#pragma once

#include <string_view>

#include "timing/error.hpp"
#include "timing/instant.hpp"

namespace stint::timing {

// "HH:MM:SS" since the start, with up to three decimals; hours may exceed 23. Error: bad_argument.
[[nodiscard]] Result<Millis> parse_race_time(std::string_view text);

}  // namespace stint::timing
