// How fast a replay runs, as users write it.
#pragma once

#include <string>

#include "timing/error.hpp"

namespace stint::app {

// "0.5" to "1000", or "max": infinity. Errors: bad_argument.
[[nodiscard]] Result<double> parse_speed(const std::string& text);

}  // namespace stint::app
