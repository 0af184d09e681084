// Where a car stands among rivals, each of whom is ahead of it with some chance.
#pragma once

#include <cstdint>
#include <vector>

#include "insight/strategy/strategy.hpp"

namespace stint::insight {

// p10, p50 and p90 of 1 + the number of rivals ahead, if the chances are independent.
[[nodiscard]] Quantiles place_band(const std::vector<double>& chances_ahead);
// The likeliest place.
[[nodiscard]] std::int32_t likeliest_place(const std::vector<double>& chances_ahead);

}  // namespace stint::insight
