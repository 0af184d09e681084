#include "insight/predict/race_scale.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

constexpr double kUsual = 2;            // per cent: a larger difference teaches nothing, and counts in full beyond this
constexpr double kScaleFading = 0.999;  // a lap: half weight after 700 of the class
constexpr double kLeastError = 0.3;     // per cent: better laps weigh no more
// The weight of "what the model says holds": about 250 laps.
constexpr double kTrust = 100;

}  // namespace

void RaceScale::learn(std::size_t class_index, double difference, double actual) {
  if (std::abs(difference) > kUsual) return;
  if (class_index >= classes_.size()) classes_.resize(class_index + 1);
  Sums& sums = classes_[class_index];
  const double weight = 1 / std::max(std::abs(actual - slope(class_index) * difference), kLeastError);
  sums.said = kScaleFading * sums.said + weight * difference * difference;
  sums.beyond = kScaleFading * sums.beyond + weight * difference * (actual - difference);
}

double RaceScale::slope(std::size_t class_index) const {
  if (class_index >= classes_.size()) return 1;
  const Sums& sums = classes_[class_index];
  return 1 + sums.beyond / (sums.said + kTrust);
}

double RaceScale::of(std::size_t class_index, double difference) const {
  const double usual = std::clamp(difference, -kUsual, kUsual);
  return difference - usual + slope(class_index) * usual;
}

}  // namespace stint::insight
