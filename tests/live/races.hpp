// The races that are played: real ones where STINT_DATA has them, and a simulated one for everywhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "timing/event.hpp"

namespace stint::testing {

// A file of STINT_DATA/races; nullopt if there is none.
[[nodiscard]] std::optional<std::vector<timing::Event>> real_race(const std::string& file);

[[nodiscard]] std::vector<timing::Event> simulated_race(timing::Millis length, std::int32_t cars);

}  // namespace stint::testing
