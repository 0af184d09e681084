#include "insight/strategy/decisions/fresh_gain.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

constexpr std::size_t kEnoughFreshStops = 5;
constexpr double kCleanAtMost = 1.07;  // of the car's usual lap, as in docs/definitions.md
constexpr std::size_t kBefore = 3, kAfter = 2;

double middle_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

class StintJoints {
 public:
  explicit StintJoints(double usual_lap_ms) : most_(kCleanAtMost * usual_lap_ms) {}

  void take(const race::LapRecord& lap, std::vector<double>& gains) {
    if (lap.in_lap) {
      stopped_green_ = before_.size() >= kBefore;
      after_.clear();
      last_ = std::move(before_);
      before_.clear();
      return;
    }
    if (lap.out_lap || !lap.time) return;
    const auto ms = static_cast<double>(lap.time->count());
    if (!lap.is_green() || ms > most_) {
      before_.clear();  // only laps that follow one another are compared
      return;
    }
    before_.push_back(ms);
    if (before_.size() > kBefore) before_.erase(before_.begin());
    if (!stopped_green_) return;
    after_.push_back(ms);
    if (after_.size() < kAfter) return;
    gains.push_back(middle_of(last_) - (after_[0] + after_[1]) / 2);
    stopped_green_ = false;
  }

 private:
  double most_;
  bool stopped_green_ = false;
  std::vector<double> before_, last_, after_;
};

}  // namespace

std::vector<std::optional<Measure>> fresh_gains(const race::Snapshot& race, const Measured& measured) {
  std::vector<std::vector<double>> seen(measured.classes.size());
  for (std::size_t i = 0; i < race.cars.size() && i < measured.cars.size(); ++i) {
    const CarMeasure& car = measured.cars[i];
    const double usual = car.lap_ms.value_or(measured.classes[car.class_index].lap_ms);
    StintJoints joints(usual);
    for (const race::LapRecord& lap : race.cars[i].laps_done) joints.take(lap, seen[car.class_index]);
  }
  std::vector<std::optional<Measure>> gains(seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i].size() < kEnoughFreshStops) continue;
    std::ranges::sort(seen[i]);
    const auto at = [&](double share) {
      return seen[i][static_cast<std::size_t>(share * static_cast<double>(seen[i].size() - 1))];
    };
    constexpr double kTenToNinety = 2.5631;  // standard deviations between the two
    gains[i] = Measure{at(0.5),
                       (at(0.9) - at(0.1)) / kTenToNinety,
                       {at(0.1), at(0.5), at(0.9)},
                       static_cast<int>(seen[i].size()),
                       Basis::race_class};
  }
  return gains;
}

}  // namespace stint::insight
