#include "insight/anomaly/unlike_laps.hpp"

#include <algorithm>

namespace stint::insight {

void UnlikeLaps::add(const Figures& lap) {
  if (count_ < kKept) {
    rows_.values.insert(rows_.values.end(), lap.begin(), lap.end());
  } else {
    std::ranges::copy(lap, rows_.values.begin() + static_cast<std::ptrdiff_t>(count_ % kKept * lap.size()));
  }
  if (++count_ % kGrowEvery != 0) return;
  constexpr learn::IsolationSettings kSmall{.trees = 40, .rows_a_tree = 128, .seed = 1};
  forest_ = learn::IsolationForest::fit(rows_, kSmall);
}

std::optional<double> UnlikeLaps::score(const Figures& lap) const {
  return forest_ ? std::optional(forest_->score(lap)) : std::nullopt;
}

}  // namespace stint::insight
