#include "insight/predict/race_correction.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

constexpr double kMostError = 0.15;  // per cent that a lap counts as wrong at most
// Shares of the error that a lap passes on: about 50 laps for most of a bias.
constexpr double kClassStep = 0.016, kCarStep = 0.020;

}  // namespace

void RaceCorrection::learn(std::size_t car, std::size_t class_index, double error) {
  if (car >= cars_.size()) cars_.resize(car + 1);
  if (class_index >= classes_.size()) classes_.resize(class_index + 1);
  const double left = std::clamp(error - of(car, class_index), -kMostError, kMostError);
  classes_[class_index] += kClassStep * left;
  cars_[car] += kCarStep * left;
  ++laps_;
}

double RaceCorrection::of(std::size_t car, std::size_t class_index) const {
  const double of_class = class_index < classes_.size() ? classes_[class_index] : 0;
  return of_class + (car < cars_.size() ? cars_[car] : 0);
}

}  // namespace stint::insight
