// What a model trained on other races gets wrong in this one: a bias of the class and of each car, learnt from laps as they
// end. The trained model itself is not changed, so nothing is forgotten.
#pragma once

#include <cstddef>
#include <vector>

namespace stint::insight {

// Each lap moves the bias of its class and of its car a small step towards it, by no more for a lap that was far off than for
// one that was a little (Huber 1964: the errors of laps are skewed, and their mean lies above what most laps do).
class RaceCorrection {
 public:
  // `error`: answer of the finished lap less the model's own (uncorrected) answer at the line, in per cent of pace.
  void learn(std::size_t car, std::size_t class_index, double error);
  // To be added to the model's answer about a whole lap.
  [[nodiscard]] double of(std::size_t car, std::size_t class_index) const;
  [[nodiscard]] int laps() const { return laps_; }

 private:
  std::vector<double> cars_, classes_;
  int laps_ = 0;
};

}  // namespace stint::insight
