// What a command has cost so far.
#pragma once

#include <ctime>

namespace stint::app {

// Processor time of the program since it began, all threads together.
[[nodiscard]] inline double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace stint::app
