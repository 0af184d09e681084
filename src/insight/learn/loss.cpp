#include "insight/learn/loss.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace stint::learn {
namespace {

// weighted_quantile() of rows that all weigh 1, without sorting them all. At least one row.
double quantile_of(std::span<std::pair<float, float>> rows, double quantile) {
  const double wanted = quantile * static_cast<double>(rows.size());
  const auto place = std::min(static_cast<std::size_t>(std::max(std::ceil(wanted) - 1, 0.0)), rows.size() - 1);
  const auto at = rows.begin() + static_cast<std::ptrdiff_t>(place);
  std::nth_element(rows.begin(), at, rows.end());
  const auto value = static_cast<double>(at->first);
  if (static_cast<double>(place + 1) != wanted || place + 1 == rows.size()) return value;
  return (value + static_cast<double>(std::min_element(at + 1, rows.end())->first)) / 2;
}

// The least number that has the share `quantile` of the weight at or below it; halfway to the next where the share is met
// exactly.
double weighted_quantile(std::span<std::pair<float, float>> weighted, double quantile) {
  const bool alike = std::ranges::all_of(weighted, [](const auto& row) { return row.second == 1; });
  if (alike && !weighted.empty()) return quantile_of(weighted, quantile);
  std::sort(weighted.begin(), weighted.end());
  double all = 0;
  for (const auto& [value, weight] : weighted) all += static_cast<double>(weight);
  double below = 0;
  for (std::size_t i = 0; i < weighted.size(); ++i) {
    below += static_cast<double>(weighted[i].second);
    if (below < quantile * all) continue;
    const auto value = static_cast<double>(weighted[i].first);
    const bool between = below == quantile * all && i + 1 < weighted.size();
    return between ? (value + static_cast<double>(weighted[i + 1].first)) / 2 : value;
  }
  return weighted.empty() ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(weighted.back().first);
}

}  // namespace

double LossOf::best_constant(std::span<std::pair<float, float>> weighted, double l2) const {
  if (!squared_) return weighted_quantile(weighted, quantile_);
  double sum = 0;
  double all = l2;
  for (const auto& [value, weight] : weighted) {
    sum += static_cast<double>(value) * static_cast<double>(weight);
    all += static_cast<double>(weight);
  }
  return sum / all;
}

}  // namespace stint::learn
