// What an error costs, and the constant that costs least.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "insight/learn/boosting.hpp"

namespace stint::learn {

class LossOf {
 public:
  // Absolute loss is that of the median.
  LossOf(Loss kind, double quantile) : squared_(kind == Loss::squared), quantile_(kind == Loss::quantile ? quantile : 0.5) {}

  // `residual`: target less answer.
  [[nodiscard]] double cost(double residual) const {
    if (squared_) return residual * residual / 2;
    return residual >= 0 ? quantile_ * residual : (quantile_ - 1) * residual;
  }
  // How steeply the cost falls as the answer grows.
  [[nodiscard]] double gradient(double residual) const {
    if (squared_) return residual;
    return residual >= 0 ? quantile_ : quantile_ - 1;
  }
  // The number that the residuals, each with its weight, are nearest to. `l2` is a weight at 0 (squared loss only). Reorders
  // them. NaN for none.
  [[nodiscard]] double best_constant(std::span<std::pair<float, float>> weighted, double l2) const;

 private:
  bool squared_;
  double quantile_;
};

}  // namespace stint::learn
