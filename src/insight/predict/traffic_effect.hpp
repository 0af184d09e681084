// What traffic costs in this race: a small regression, learnt lap by lap, of a class's laps (against base) on how many more
// cars than usual they met.
#pragma once

#include <array>

namespace stint::insight {

// Recursive least squares with two slopes and an intercept; ridge towards zero, older laps fade (half weight after about 700).
class TrafficEffect {
 public:
  // `loss`: lap time / base - 1 of a green lap. The laps of incidents are cut off at kMostLoss either way.
  void learn(double catches_more, double caught_more, double loss);
  // The part of the loss that traffic explains; the intercept (track and weather) is left out.
  [[nodiscard]] double expected(double catches_more, double caught_more) const;

 private:
  static constexpr double kMostLoss = 0.03;
  static constexpr double kFading = 0.999;
  static constexpr double kRidge = 20;  // as many laps with one car more than usual and no loss

  double weight_ = 0;
  std::array<double, 2> sum_x_{};
  std::array<double, 3> sum_xx_{};  // 00, 01, 11
  std::array<double, 2> sum_xy_{};
  double sum_y_ = 0;
};

}  // namespace stint::insight
