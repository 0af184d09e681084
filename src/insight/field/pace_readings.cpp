#include "insight/field/pace_readings.hpp"

#include <algorithm>

namespace stint::insight {

std::optional<double> PaceReadings::median_since(timing::Instant since, std::size_t except, std::size_t least,
                                                 bool green_only) const {
  std::array<double, kKept> ratios;
  std::size_t found = 0;
  for (std::size_t ago = 0; ago < size(); ++ago) {
    const PaceReading& each = reading(ago);
    if (each.at <= since) break;
    if (each.car != except && (each.green || !green_only)) ratios[found++] = each.ratio;
  }
  if (found == 0 || found < least) return std::nullopt;
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(found / 2);
  std::nth_element(ratios.begin(), middle, ratios.begin() + static_cast<std::ptrdiff_t>(found));
  if (found % 2 == 1) return *middle;
  return (*middle + *std::max_element(ratios.begin(), middle)) / 2;
}

}  // namespace stint::insight
