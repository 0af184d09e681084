#include "insight/predict/passing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stint::insight {
namespace {

// A car that jumps by more than this was not passed: its place was reckoned wrongly, or it cut the lap.
constexpr float kFarthest = 0.25F;
constexpr float kAbsent = std::numeric_limits<float>::quiet_NaN();

}  // namespace

PassesMade Passing::cross(std::size_t car, std::span<const RoadCar> around) {
  std::size_t cars = car + 1;
  for (const RoadCar& met : around) cars = std::max(cars, met.car + 1);
  if (ahead_.size() < cars) ahead_.resize(cars);
  std::vector<float>& before = ahead_[car];
  before.resize(std::max(cars, before.size()), kAbsent);
  ahead_now_.assign(before.size(), kAbsent);
  PassesMade made;
  for (const RoadCar& met : around) {
    const auto ahead = static_cast<float>(met.ahead > 0.5 ? met.ahead - 1 : met.ahead);
    const float then = before[met.car];
    ahead_now_[met.car] = ahead;
    if (std::isnan(then) || std::abs(ahead - then) > kFarthest || (ahead > 0) == (then > 0)) continue;
    const bool passed = then > 0;
    if (met.same_class) {
      made.places += passed ? 1 : -1;
    } else {
      ++(passed ? made.passed : made.passed_by);
    }
  }
  before.swap(ahead_now_);
  return made;
}

}  // namespace stint::insight
