#include "insight/strategy/measure/class_samples.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

bool is_service(const StopReading& stop) {
  return !stop.red_flag && (stop.service == Service::full || stop.service == Service::short_stop);
}

// nullptr if the lap is not known.
const RacedLap* lap_of(const CarReading& car, std::int32_t number) {
  const auto index = static_cast<std::size_t>(number - 1);
  if (number >= 1 && index < car.laps.size() && car.laps[index].number == number) return &car.laps[index];
  const auto found = std::ranges::lower_bound(car.laps, number, {}, &RacedLap::number);
  return found != car.laps.end() && found->number == number ? &*found : nullptr;
}

void sample_stop(const CarReading& car, const StopReading& stop, ClassSamples& samples) {
  if (stop.red_flag || !stop.lane_ms) return;
  samples.services[static_cast<std::size_t>(stop.service)].push_back(*stop.lane_ms);
  if (!is_service(stop)) return;
  const auto pace = static_cast<std::size_t>(stop.pace);
  samples.lane[pace].push_back(*stop.lane_ms);
  // No stop gains time: what seems so was compared with laps of another kind, behind a safety car at the start or in rain.
  if (stop.cost_ms && *stop.cost_ms > 0) samples.pit_loss[pace].push_back(*stop.cost_ms);
  if (stop.pace != Pace::green || !stop.out_lap) return;
  const RacedLap* in = lap_of(car, stop.in_lap);
  const RacedLap* out = lap_of(car, *stop.out_lap);
  const bool green = in != nullptr && out != nullptr && in->slow <= 0 && out->slow <= 0 && in->usual_ms > 0;
  if (!green || in->time_ms <= 0 || out->time_ms <= 0 || in->number == 1 || *stop.out_lap != stop.in_lap + 1) return;
  if (!in->out_lap) samples.in_lap.push_back(in->time_ms - in->usual_ms);
  if (!out->in_lap) samples.out_lap.push_back(out->time_ms - *stop.lane_ms - out->usual_ms);
}

void sample_laps(const CarReading& car, ClassSamples& samples) {
  const RacedLap* before = nullptr;
  for (const RacedLap& lap : car.laps) {
    const bool whole = before != nullptr && before->pace_at_end == lap.pace_at_end && !lap.in_lap && !lap.out_lap;
    if (whole && lap.pace_at_end != Pace::green && lap.time_ms > 0 && lap.usual_ms > 0) {
      samples.slow_down[static_cast<std::size_t>(lap.pace_at_end)].push_back(lap.time_ms / lap.usual_ms);
    }
    if (lap.clean) samples.lap_noise.push_back(lap.time_ms - lap.usual_ms);
    before = &lap;
  }
}

struct Line {
  double slope = 0, error = 0;
};

// Least squares; nullopt of fewer than eight points or where x hardly varies.
std::optional<Line> fit_line(std::span<const std::pair<double, double>> points) {
  constexpr std::size_t kLeast = 8;
  constexpr double kLeastSpread = 2;
  if (points.size() < kLeast) return std::nullopt;
  const auto n = static_cast<double>(points.size());
  double mean_x = 0, mean_y = 0, xx = 0, xy = 0, yy = 0;
  for (const auto& [x, y] : points) {
    mean_x += x / n;
    mean_y += y / n;
  }
  for (const auto& [x, y] : points) {
    xx += (x - mean_x) * (x - mean_x);
    xy += (x - mean_x) * (y - mean_y);
    yy += (y - mean_y) * (y - mean_y);
  }
  if (xx < kLeastSpread * kLeastSpread * n) return std::nullopt;
  const double slope = xy / xx;
  return Line{slope, std::sqrt(std::max(0.0, yy - slope * xy) / (n - 2) / xx)};
}

// Time in the lane against the fuel used before: the slope is what the fuel of one lap takes.
std::optional<Measure> fit_fuel_time(const RaceReading& race, std::span<const FuelStint> stints, std::size_t class_index,
                                     double yellow_burn) {
  std::vector<std::pair<double, double>> points;
  std::vector<double> lanes;
  const auto each = [&](const auto& take) {
    for (const FuelStint& stint : stints) {
      const CarReading& car = race.cars[stint.car];
      if (car.class_index != class_index) continue;
      const auto stop = std::ranges::find(car.stops, stint.to_lap, &StopReading::in_lap);
      if (stop == car.stops.end() || stop->pace != Pace::green || stop->service != Service::full || !stop->lane_ms) continue;
      take(stint.green_laps(yellow_burn), *stop->lane_ms);
    }
  };
  each([&](double, double lane) { lanes.push_back(lane); });
  if (lanes.empty()) return std::nullopt;
  const double low = quantile_of(lanes, 0.05), high = quantile_of(lanes, 0.9);
  each([&](double used, double lane) {
    if (lane >= low && lane <= high) points.emplace_back(used, lane);
  });
  const auto line = fit_line(points);
  // A slope that is not twice its error may be none.
  if (!line || line->slope < 2 * line->error) return std::nullopt;
  Measure measure{line->slope, line->error, {}, static_cast<int>(points.size()), Basis::race_class};
  measure.band = {line->slope - 1.28 * line->error, line->slope, line->slope + 1.28 * line->error};
  return measure;
}

}  // namespace

namespace {

// A stop under green before this share of the tank was made for another reason than fuel.
constexpr double kForFuel = 0.75;

}  // namespace

ClassSamples sample_class(const RaceReading& race, std::span<const FuelStint> stints, const TankBook& tanks,
                          std::size_t class_index, double yellow_burn) {
  ClassSamples samples;
  for (const CarReading& car : race.cars) {
    if (car.class_index != class_index) continue;
    for (const StopReading& stop : car.stops) sample_stop(car, stop, samples);
    sample_laps(car, samples);
  }
  for (const FuelStint& stint : stints) {
    const double tank = tanks.of_car(stint.car).laps;
    if (race.cars[stint.car].class_index != class_index || !stint.ended_green || tank <= 0) continue;
    const double share = stint.green_laps(yellow_burn) / tank;
    if (share >= kForFuel) samples.stop_at_share.push_back(share);
  }
  samples.fuel_time = fit_fuel_time(race, stints, class_index, yellow_burn);
  return samples;
}

void split_services(RaceReading& race, std::size_t class_index, bool refuel_first) {
  // Two groups are believed if they hold this share of the variance, each this share of the stops, and lie so far apart.
  constexpr double kVariance = 0.7, kLeastShare = 0.06, kApart_ms = 8'000;
  constexpr std::size_t kLeast = 12;
  std::vector<double> lanes;
  for (const CarReading& car : race.cars) {
    if (car.class_index != class_index) continue;
    for (const StopReading& stop : car.stops) {
      if (is_service(stop) && stop.lane_ms && stop.pace == Pace::green) lanes.push_back(*stop.lane_ms);
    }
  }
  if (lanes.size() < kLeast) return;
  std::ranges::sort(lanes);
  // Stragglers at the top would be a group of their own.
  lanes.resize(static_cast<std::size_t>(0.95 * static_cast<double>(lanes.size())));
  const auto n = static_cast<double>(lanes.size());
  double total = 0, squares = 0;
  for (const double lane : lanes) {
    total += lane;
    squares += lane * lane;
  }
  const double variance = squares / n - total * total / n / n;
  double best = 0, low_sum = 0, limit = 0, apart = 0, share = 0;
  for (std::size_t i = 0; i + 1 < lanes.size(); ++i) {
    low_sum += lanes[i];
    const double low = static_cast<double>(i + 1), high = n - low;
    const double difference = (total - low_sum) / high - low_sum / low;
    const double between = low * high / n / n * difference * difference;
    if (between <= best) continue;
    best = between;
    limit = (lanes[i] + lanes[i + 1]) / 2;
    apart = difference;
    share = std::min(low, high) / n;
  }
  if (variance <= 0 || best < kVariance * variance || apart < kApart_ms || share < kLeastShare) return;
  for (CarReading& car : race.cars) {
    if (car.class_index != class_index) continue;
    for (StopReading& stop : car.stops) {
      if (!is_service(stop) || !stop.lane_ms) continue;
      stop.service = *stop.lane_ms < limit ? Service::short_stop : Service::full;
      if (refuel_first && stop.pace == Pace::green) stop.tyres_changed = stop.service == Service::full;
    }
  }
}

}  // namespace stint::insight
