// What each protocol carries of a race: the one mask that its round trips are compared through.
#pragma once

#include <string>
#include <vector>

#include "live/difference.hpp"

namespace stint::testing {

[[nodiscard]] Carries carried_by(const std::string& source);

// What the mask leaves out, in the words of docs/sources/NAME.md: "sectors", "crossings to 10 s" ...
[[nodiscard]] std::vector<std::string> left_out(const Carries& carries);

}  // namespace stint::testing
