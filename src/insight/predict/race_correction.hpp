// What a model trained on other races gets wrong in this one: a bias of the class and of each car, learnt from laps as they
// end. The trained model itself is not changed, so nothing is forgotten: with nothing to correct the correction fades to zero.
#pragma once

#include <cstddef>
#include <vector>

namespace stint::insight {

class RaceCorrection {
 public:
  // `error`: answer of the finished lap less the model's own (uncorrected) answer at the line, in per cent of base.
  void learn(std::size_t car, std::size_t class_index, double error);
  // To be added to the model's answer about a whole lap.
  [[nodiscard]] double of(std::size_t car, std::size_t class_index) const;
  [[nodiscard]] int laps() const { return laps_; }

 private:
  // A mean in which older errors fade, and which starts from zero as if it had seen `prior` errors of zero.
  struct FadingMean {
    double sum = 0, weight = 0;
    void add(double value, double keep);
    [[nodiscard]] double value(double prior) const { return sum / (weight + prior); }
  };
  std::vector<FadingMean> cars_, classes_;
  int laps_ = 0;
};

}  // namespace stint::insight
