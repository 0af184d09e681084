// What a class loses over a stint, lap by lap since the stop: tyres, less what fuel gives. Learnt from the race itself.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "insight/field/recent_median.hpp"

namespace stint::insight {

class StintShape {
 public:
  // Slower than at the beginning of the same stint (0.01 = 1 %), as its class goes at the moment: the median of what the class
  // lost at that age; 0 while fewer than eight laps of it are known, and where it gained.
  [[nodiscard]] double loss(std::size_t class_index, std::int32_t laps_since_stop) const {
    constexpr std::size_t kEnough = 8;
    if (class_index >= classes_.size()) return 0;
    const Laps& laps = classes_[class_index][age(laps_since_stop)];
    return laps.size() < kEnough ? 0 : std::max(0.0, *laps.median());
  }

  void add(std::size_t class_index, std::int32_t laps_since_stop, double slower) {
    if (classes_.size() <= class_index) classes_.resize(class_index + 1);
    classes_[class_index][age(laps_since_stop)].add(slower);
  }

 private:
  using Laps = RecentValues<double, 31>;
  static constexpr std::size_t kAges = 14;
  // Four laps are one age; the last has all that is older.
  [[nodiscard]] static std::size_t age(std::int32_t laps) {
    return std::min(kAges - 1, static_cast<std::size_t>(std::max(0, laps)) / 4);
  }

  std::vector<std::array<Laps, kAges>> classes_;
};

}  // namespace stint::insight
