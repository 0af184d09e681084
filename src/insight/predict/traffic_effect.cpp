#include "insight/predict/traffic_effect.hpp"

#include <algorithm>

namespace stint::insight {

void TrafficEffect::learn(double catches_more, double caught_more, double loss) {
  const double y = std::clamp(loss, -kMostLoss, kMostLoss);
  for (double* sum :
       {&weight_, &sum_x_[0], &sum_x_[1], &sum_xx_[0], &sum_xx_[1], &sum_xx_[2], &sum_xy_[0], &sum_xy_[1], &sum_y_})
    *sum *= kFading;
  weight_ += 1;
  sum_x_[0] += catches_more;
  sum_x_[1] += caught_more;
  sum_xx_[0] += catches_more * catches_more;
  sum_xx_[1] += catches_more * caught_more;
  sum_xx_[2] += caught_more * caught_more;
  sum_xy_[0] += catches_more * y;
  sum_xy_[1] += caught_more * y;
  sum_y_ += y;
}

double TrafficEffect::expected(double catches_more, double caught_more) const {
  if (weight_ < 1) return 0;
  // Normal equations about the means, with the ridge on their diagonal.
  const double a = sum_xx_[0] - sum_x_[0] * sum_x_[0] / weight_ + kRidge;
  const double b = sum_xx_[1] - sum_x_[0] * sum_x_[1] / weight_;
  const double d = sum_xx_[2] - sum_x_[1] * sum_x_[1] / weight_ + kRidge;
  const double p = sum_xy_[0] - sum_x_[0] * sum_y_ / weight_;
  const double q = sum_xy_[1] - sum_x_[1] * sum_y_ / weight_;
  const double determinant = a * d - b * b;  // > 0: the ridge makes the matrix positive definite
  return ((d * p - b * q) * catches_more + (a * q - b * p) * caught_more) / determinant;
}

}  // namespace stint::insight
