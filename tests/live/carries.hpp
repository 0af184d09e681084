// What each protocol carries of a race: the one mask that its round trips are compared through.
#pragma once

#include <string>

#include "live/difference.hpp"

namespace stint::testing {

[[nodiscard]] Carries carried_by(const std::string& source);

}  // namespace stint::testing
