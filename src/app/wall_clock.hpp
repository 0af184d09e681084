// The time of day, as the program's instants tell it.
#pragma once

#include <chrono>

#include "timing/instant.hpp"

namespace stint::app {

[[nodiscard]] inline timing::Instant wall_clock() {
  return std::chrono::floor<timing::Millis>(std::chrono::system_clock::now());
}

}  // namespace stint::app
