// Where a car stands among rivals, each of whom is ahead of it with some chance.
#pragma once

#include <cstdint>
#include <vector>

#include "insight/strategy/strategy.hpp"

namespace stint::insight {

// [i]: the chance of place i + 1; sums to 1.
struct PlaceOdds {
  std::vector<double> of;
};

// From each rival's chance to be ahead, if these are independent.
[[nodiscard]] PlaceOdds place_odds(const std::vector<double>& chances_ahead);
// p10, p50 and p90. REQUIRES: not empty.
[[nodiscard]] Quantiles place_band(const PlaceOdds& odds);
[[nodiscard]] std::int32_t likeliest_place(const PlaceOdds& odds);

}  // namespace stint::insight
