#include "insight/strategy/measure/caution_time.hpp"

#include <cmath>

namespace stint::insight {

CautionTime caution_time(const CautionsMeasure& cautions, const std::array<double, kPaces>& class_slow_down) {
  constexpr double kHour_ms = 3'600'000;
  CautionTime time;
  double length = 0, slow = 0;
  for (const CautionMeasure& kind : cautions.kinds) {
    const double weight = kind.hazard_per_hour * kind.length_ms.mean;
    time.per_hour += kind.hazard_per_hour;
    length += weight;
    slow += weight * class_slow_down[static_cast<std::size_t>(kind.pace)];
  }
  if (time.per_hour <= 0 || length <= 0) return time;
  time.length_ms = length / time.per_hour;
  time.slow_down = slow / length;
  const double per_green_ms = length / kHour_ms;
  time.share = per_green_ms / (1 + per_green_ms);
  return time;
}

double neutralised_ms(const CautionTime& cautions, double left_ms) {
  constexpr double kHour_ms = 3'600'000;
  if (cautions.length_ms <= 0 || left_ms <= 0) return 0;
  const double settled = (cautions.per_hour / kHour_ms + 1 / cautions.length_ms) * left_ms;
  return cautions.share * left_ms * (1 + std::expm1(-settled) / settled);
}

}  // namespace stint::insight
