#include "insight/predict/race_correction.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

constexpr double kMostError = 3;  // per cent: an incident says nothing of the next lap
constexpr double kCarKeeps = 0.93, kClassKeeps = 0.96;
constexpr double kCarPrior = 12, kClassPrior = 8;

}  // namespace

void RaceCorrection::FadingMean::add(double value, double keep) {
  sum = sum * keep + value;
  weight = weight * keep + 1;
}

void RaceCorrection::learn(std::size_t car, std::size_t class_index, double error) {
  if (car >= cars_.size()) cars_.resize(car + 1);
  if (class_index >= classes_.size()) classes_.resize(class_index + 1);
  const double bounded = std::clamp(error, -kMostError, kMostError);
  const double of_class = classes_[class_index].value(kClassPrior);
  classes_[class_index].add(bounded, kClassKeeps);
  cars_[car].add(bounded - of_class, kCarKeeps);
  ++laps_;
}

double RaceCorrection::of(std::size_t car, std::size_t class_index) const {
  double correction = 0;
  if (class_index < classes_.size()) correction += classes_[class_index].value(kClassPrior);
  if (car < cars_.size()) correction += cars_[car].value(kCarPrior);
  return correction;
}

}  // namespace stint::insight
