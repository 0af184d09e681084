#include "insight/anomaly/class_pace.hpp"

#include <algorithm>

namespace stint::insight {

void ClassPace::add(std::size_t class_index, std::size_t part, const PaceReading& reading) {
  if (classes_.size() <= class_index) classes_.resize(class_index + 1);
  classes_[class_index][part].add(reading);
  field_[part].add(reading);
}

double ClassPace::factor(std::size_t class_index, std::size_t part, Instant since, std::size_t except) const {
  constexpr std::size_t kLeast = 3;
  if (class_index < classes_.size()) {
    if (const auto own = classes_[class_index][part].median_since(since, except, kLeast, false)) return *own;
  }
  return field_[part].median_since(since, except, kLeast, false).value_or(1);
}

double ClassPace::disorder(std::size_t class_index, Instant since, std::size_t except) const {
  if (class_index >= classes_.size()) return 0;
  const PaceReadings& laps = classes_[class_index][0];
  std::array<double, PaceReadings::kKept> ratios;
  std::size_t found = 0;
  for (std::size_t ago = 0; ago < laps.size() && laps.reading(ago).at > since; ++ago) {
    if (laps.reading(ago).car != except) ratios[found++] = laps.reading(ago).ratio;
  }
  if (found < 4) return 0;
  std::sort(ratios.begin(), ratios.begin() + static_cast<std::ptrdiff_t>(found));
  return ratios[found * 3 / 4] - ratios[found / 2];
}

}  // namespace stint::insight
