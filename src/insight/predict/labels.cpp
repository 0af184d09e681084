#include "insight/predict/labels.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

constexpr std::size_t kLevelWindow = 25;
constexpr std::size_t kLeastForLevel = 5;
constexpr double kLevelQuantile = 0.4;
constexpr std::size_t kLeastOtherCars = 4;

// A flying lap of anyone, against its car's level.
struct FlyingLap {
  double end_ms = 0;
  double ratio = 1;
  std::size_t car = 0;
};

double time_of(const LapRecord& lap) { return static_cast<double>(timing::count_ms(*lap.time)); }
double end_of(const LapRecord& lap) { return static_cast<double>(timing::count_ms(lap.ended_at)); }

double quantile_of(std::vector<double>& values, double q) {
  std::ranges::sort(values);
  const double place = static_cast<double>(values.size() - 1) * q;
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

// base, as FieldCar::base() stood when each lap began.
void label_base(const FieldCar& car, std::vector<LapLabel>& labels) {
  RecentValues<std::int64_t, 5> of_car, of_stint;
  RecentValues<std::int64_t, kLevelWindow> flying;
  const LapRecord* before = nullptr;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const LapRecord& lap = car.laps[i];
    if (lap.out_lap || (before != nullptr && before->driver != lap.driver)) of_stint.clear();
    labels[i].base_ms = of_stint.size() >= 3 ? of_stint.median() : of_car.median();
    const auto level = flying.size() >= kLeastForLevel ? flying.quantile(kLevelQuantile) : std::nullopt;
    if (labels[i].flying) flying.add(timing::count_ms(*lap.time));
    if (labels[i].green && shows_pace(lap, level)) {
      of_car.add(timing::count_ms(*lap.time));
      of_stint.add(timing::count_ms(*lap.time));
    }
    before = &lap;
  }
}

void label_level(const FieldCar& car, std::vector<LapLabel>& labels) {
  std::vector<std::size_t> flying;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].flying) flying.push_back(i);
  }
  std::vector<double> window;
  for (std::size_t i = 0; i < flying.size(); ++i) {
    const std::size_t begin = i > kLevelWindow / 2 ? i - kLevelWindow / 2 : 0;
    const std::size_t end = std::min(flying.size(), i + kLevelWindow / 2 + 1);
    if (end - begin < kLeastForLevel) continue;
    window.clear();
    for (std::size_t k = begin; k < end; ++k) window.push_back(time_of(car.laps[flying[k]]));
    labels[flying[i]].level_ms = quantile_of(window, kLevelQuantile);
  }
}

// Whether the field was at pace around the lap. `by_end`: everybody's flying laps in the order of their ends.
bool was_calm(const LapRecord& lap, const LapLabel& label, std::size_t car, const std::vector<FlyingLap>& by_end) {
  const double end = end_of(lap);
  const double start = end - time_of(lap);
  const double t0 = std::min(label.level_ms.value_or(time_of(lap)), time_of(lap));
  std::vector<double> ratios;
  for (auto other = std::ranges::lower_bound(by_end, start + 0.25 * t0, {}, &FlyingLap::end_ms);
       other != by_end.end() && other->end_ms <= end + 0.6 * t0; ++other) {
    if (other->car != car) ratios.push_back(other->ratio);
  }
  return ratios.size() < kLeastOtherCars || quantile_of(ratios, 0.5) <= kCalmPace;
}

}  // namespace

std::vector<std::vector<LapLabel>> label_laps(const Field& finished) {
  std::vector<std::vector<LapLabel>> labels(finished.cars().size());
  std::vector<FlyingLap> by_end;
  for (std::size_t c = 0; c < labels.size(); ++c) {
    const FieldCar& car = finished.cars()[c];
    labels[c].resize(car.laps.size());
    for (std::size_t i = 0; i < car.laps.size(); ++i) {
      const LapRecord& lap = car.laps[i];
      labels[c][i].flying = lap.time && lap.number > 1 && !lap.in_lap && !lap.out_lap;
      labels[c][i].green = lap.time && lap.is_green();
    }
    label_base(car, labels[c]);
    label_level(car, labels[c]);
    for (std::size_t i = 0; i < car.laps.size(); ++i) {
      const LapLabel& label = labels[c][i];
      if (label.level_ms) by_end.push_back({end_of(car.laps[i]), time_of(car.laps[i]) / *label.level_ms, c});
    }
  }
  std::ranges::sort(by_end, {}, &FlyingLap::end_ms);
  for (std::size_t c = 0; c < labels.size(); ++c) {
    const FieldCar& car = finished.cars()[c];
    for (std::size_t i = 0; i < car.laps.size(); ++i) {
      LapLabel& label = labels[c][i];
      label.calm = label.green && was_calm(car.laps[i], label, c, by_end);
      label.clean = label.calm && label.base_ms && time_of(car.laps[i]) <= kCleanPace * *label.base_ms;
    }
  }
  return labels;
}

}  // namespace stint::insight
