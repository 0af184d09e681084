// How much of what a model says holds in this race: a circuit or a class on which its differences from the driver's last five
// come true in part only has them shrunk, learnt from laps as they end.
#pragma once

#include <cstddef>
#include <vector>

namespace stint::insight {

// A slope for each class of actual against said differences, drawn to 1. Each lap weighs by one over how wrong it was, so that
// the slope is that of least absolute errors (iteratively reweighted least squares: Holland and Welsch 1977); older laps fade.
class RaceScale {
 public:
  // All in per cent of pace. `difference`: what the model said less what the driver's last five would be; `actual`: what it
  // came to be, by the same measure, less what other corrections add.
  void learn(std::size_t class_index, double difference, double actual);
  // What the difference is to count for. Of a large one, which comes with rain and restarts, the part beyond the usual counts
  // in full.
  [[nodiscard]] double of(std::size_t class_index, double difference) const;
  // 1 before the first lap.
  [[nodiscard]] double slope(std::size_t class_index) const;

 private:
  struct Sums {
    double said = 0;    // weighted squares of differences
    double beyond = 0;  // weighted products of difference and what came beyond it
  };
  std::vector<Sums> classes_;
};

}  // namespace stint::insight
