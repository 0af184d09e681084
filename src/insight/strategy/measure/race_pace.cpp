#include "insight/strategy/measure/race_pace.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace stint::insight {
namespace {

constexpr std::int64_t kSlot_ms = 15 * 60'000;
constexpr std::size_t kLeastLapsOfSlot = 6;
// A car's pace is drawn to its class's by so many laps, a driver's to his car's, a car's slope to its class's by so many
// stints.
constexpr double kCarDraw = 15, kDriverDraw = 15, kSlopeDraw = 6;
constexpr std::size_t kLeastLapsOfSlope = 8;
// Laps of a stint before this are on cold tyres, and behind others after a restart.
constexpr std::int32_t kFirstLapOfSlope = 2;

std::int64_t slot_of(Instant at) { return at.time_since_epoch().count() / kSlot_ms; }

struct Residual {
  std::int32_t lap, age;  // laps since the stop
  double ms;
  std::int32_t driver;
  bool second_stint;  // on tyres that had a stint already
  double extra_laps;  // of those
};

std::map<std::int64_t, double> levels_of(const RaceReading& race, std::size_t class_index) {
  std::map<std::int64_t, std::vector<double>> laps;
  for (const CarReading& car : race.cars) {
    if (car.class_index != class_index) continue;
    for (const RacedLap& lap : car.laps) {
      if (lap.clean) laps[slot_of(lap.ended_at)].push_back(lap.time_ms);
    }
  }
  std::map<std::int64_t, double> levels;
  for (auto& [slot, times] : laps) {
    if (times.size() >= kLeastLapsOfSlot) levels[slot] = sample_median(std::move(times));
  }
  return levels;
}

// Clean laps by stint.
std::vector<std::vector<Residual>> residuals_of(const CarReading& car, const std::map<std::int64_t, double>& levels) {
  std::vector<std::vector<Residual>> stints(1);
  std::size_t next_stop = 0;
  std::int32_t since = 0;
  bool second = false;
  double extra = 0;
  for (const RacedLap& lap : car.laps) {
    while (next_stop < car.stops.size() && car.stops[next_stop].in_lap < lap.number) {
      const StopReading& stop = car.stops[next_stop++];
      second = stop.tyres_changed == false;
      extra = second ? extra + (stop.in_lap - since) : 0;
      since = stop.in_lap;
      stints.emplace_back();
    }
    const auto level = levels.find(slot_of(lap.ended_at));
    if (!lap.clean || level == levels.end()) continue;
    stints.back().push_back({lap.number, lap.number - since, lap.time_ms - level->second, lap.driver, second, extra});
  }
  return stints;
}

Measure drawn(const std::vector<double>& values, double to, double weight) {
  Measure measure = robust_measure(values, Basis::car).value_or(Measure{});
  const auto n = static_cast<double>(measure.count);
  measure.mean = (n * measure.mean + weight * to) / (n + weight);
  return measure;
}

CarPace pace_of_car(const CarReading& car, const std::vector<std::vector<Residual>>& stints) {
  std::vector<double> all;
  std::vector<std::vector<double>> by_driver(car.drivers.size());
  for (const auto& stint : stints) {
    for (const Residual& lap : stint) {
      all.push_back(lap.ms);
      if (lap.driver >= 0) by_driver[static_cast<std::size_t>(lap.driver)].push_back(lap.ms);
    }
  }
  CarPace pace;
  if (all.empty()) return pace;
  pace.pace_ms = drawn(all, 0, kCarDraw);
  for (std::size_t d = 0; d < car.drivers.size(); ++d) {
    pace.drivers.push_back({car.drivers[d].id, car.drivers[d].name, drawn(by_driver[d], pace.pace_ms->mean, kDriverDraw)});
  }
  return pace;
}

struct Slope {
  double xx = 0, xy = 0;
  void add(const std::vector<Residual>& stint) {
    double mean_x = 0, mean_y = 0, n = 0;
    for (const Residual& lap : stint) {
      if (lap.age <= kFirstLapOfSlope) continue;
      mean_x += lap.age;
      mean_y += lap.ms;
      n += 1;
    }
    if (n < static_cast<double>(kLeastLapsOfSlope)) return;
    mean_x /= n;
    mean_y /= n;
    for (const Residual& lap : stint) {
      if (lap.age <= kFirstLapOfSlope) continue;
      xx += (lap.age - mean_x) * (lap.age - mean_x);
      xy += (lap.age - mean_x) * (lap.ms - mean_y);
    }
  }
};

// The same fuel, older tyres: what second stints lose to first ones at the same age, over the laps that their tyres had before.
std::optional<Measure> tyre_loss(const std::vector<std::vector<std::vector<Residual>>>& cars) {
  constexpr int kLeastSecond = 60;  // laps
  std::vector<double> losses;
  for (const auto& stints : cars) {
    double fresh = 0, fresh_count = 0;
    for (const auto& stint : stints) {
      for (const Residual& lap : stint) {
        if (lap.second_stint || lap.age <= kFirstLapOfSlope) continue;
        fresh += lap.ms;
        fresh_count += 1;
      }
    }
    if (fresh_count < static_cast<double>(kLeastLapsOfSlope)) continue;
    for (const auto& stint : stints) {
      for (const Residual& lap : stint) {
        if (!lap.second_stint || lap.age <= kFirstLapOfSlope || lap.extra_laps < 5) continue;
        losses.push_back((lap.ms - fresh / fresh_count) / lap.extra_laps);
      }
    }
  }
  auto measure = robust_measure(std::move(losses), Basis::race_class);
  if (!measure || measure->count < kLeastSecond) return std::nullopt;
  return measure;
}

}  // namespace

ClassLapPace measure_pace(const RaceReading& race, std::size_t class_index) {
  ClassLapPace pace;
  pace.cars.resize(race.cars.size());
  pace.car_degradation_ms.resize(race.cars.size());
  const auto levels = levels_of(race, class_index);
  std::vector<std::vector<std::vector<Residual>>> residuals;
  std::vector<Slope> car_slopes(race.cars.size());
  Slope all;
  std::vector<double> slopes;
  for (std::size_t c = 0; c < race.cars.size(); ++c) {
    if (race.cars[c].class_index != class_index) continue;
    residuals.push_back(residuals_of(race.cars[c], levels));
    pace.cars[c] = pace_of_car(race.cars[c], residuals.back());
    for (const auto& stint : residuals.back()) {
      Slope one;
      one.add(stint);
      if (one.xx <= 0) continue;
      car_slopes[c].add(stint);
      all.add(stint);
      slopes.push_back(one.xy / one.xx);
    }
  }
  if (slopes.size() < 3) return pace;
  Measure degradation = robust_measure(slopes, Basis::race_class).value_or(Measure{});
  degradation.mean = all.xy / all.xx;  // long stints tell more than short ones
  pace.degradation_ms = degradation;
  const double weight = kSlopeDraw * all.xx / static_cast<double>(slopes.size());
  for (std::size_t c = 0; c < race.cars.size(); ++c) {
    if (race.cars[c].class_index != class_index) continue;
    pace.car_degradation_ms[c] = (car_slopes[c].xy + weight * degradation.mean) / (car_slopes[c].xx + weight);
  }
  pace.tyre_ms = tyre_loss(residuals);
  return pace;
}

}  // namespace stint::insight
