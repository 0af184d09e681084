#include "insight/predict/band.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

constexpr double kMissesAllowed = 0.1;
// The first laps of a race move the band quickly, later ones slowly.
constexpr double kFirstStep = 0.10, kLeastStep = 0.02;
constexpr int kSettled = 400;
constexpr double kNarrowest = 0.3, kWidest = 6;

double stretched(double width, bool missed, double step) {
  return std::clamp(width * std::exp(step * ((missed ? 1 : 0) - kMissesAllowed)), kNarrowest, kWidest);
}

}  // namespace

void Band::learn(bool fell_below, bool fell_above) {
  const double settled = std::min(1.0, static_cast<double>(laps_) / kSettled);
  const double step = kFirstStep + settled * (kLeastStep - kFirstStep);
  ++laps_;
  below_ = stretched(below_, fell_below, step);
  above_ = stretched(above_, fell_above, step);
}

}  // namespace stint::insight
