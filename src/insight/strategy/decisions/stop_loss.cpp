#include "insight/strategy/decisions/stop_loss.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

constexpr std::size_t kEnoughStops = 6;  // of a class, before its own fit is used
constexpr std::size_t kSimilar = 9;
constexpr double kLeastSpread = 800;  // ms: no crew repeats itself better

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Of the normal distribution whose middle 80 % reach as far as those of the values: stops have long tails, and it is the 80 %
// band that is told.
double band_spread(const std::vector<double>& values, double middle) {
  std::vector<double> apart;
  for (const double value : values) apart.push_back(std::abs(value - middle));
  const auto at = apart.begin() + static_cast<std::ptrdiff_t>(0.8 * static_cast<double>(apart.size()));
  std::ranges::nth_element(apart, at);
  constexpr double kTenPercent = 1.2816;  // standard deviations
  return std::max(kLeastSpread, *at / kTenPercent);
}

bool is_green(FlagKind flag) { return flag == FlagKind::green || flag == FlagKind::none || flag == FlagKind::yellow; }

// Median of the slopes between pairs (Theil-Sen) whose fills differ by at least four laps; more fuel never takes less time.
template <class Stops>
double fuel_time(const Stops& stops) {
  constexpr std::size_t kMost = 80, kLeastPairs = 10;
  constexpr double kApart = 4;
  const std::size_t step = 1 + stops.size() / kMost;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < stops.size(); i += step) {
    for (std::size_t j = 0; j < i; j += step) {
      const double apart = stops[i].fill - stops[j].fill;
      if (std::abs(apart) >= kApart) slopes.push_back((stops[i].lane - stops[j].lane) / apart);
    }
  }
  return slopes.size() < kLeastPairs ? 0 : std::max(0.0, median_of(std::move(slopes)));
}

}  // namespace

Quantiles StopLoss::band() const {
  constexpr double kTenPercent = 1.2816;  // standard deviations
  return {mean_ms - kTenPercent * spread_ms, mean_ms, mean_ms + kTenPercent * spread_ms};
}

StopLosses::StopLosses(const race::Snapshot& race, const Measured& measured) : measured_(&measured) {
  classes_.resize(measured.classes.size());
  for (std::size_t i = 0; i < race.cars.size() && i < measured.cars.size(); ++i) {
    const race::CarSnapshot& car = race.cars[i];
    std::int32_t from = 0;
    for (const race::PitStop& stop : car.pit_stops) {
      if (stop.red_flag) continue;
      if (stop.lane && is_green(stop.flag)) {
        SeenStop seen{car.number(), stop.in_at, static_cast<double>(stop.in_lap - from), 0, {}, 0, {}};
        seen.lane = static_cast<double>(stop.lane->count());
        if (stop.cost) seen.cost = static_cast<double>(stop.cost->count());
        classes_[measured.cars[i].class_index].stops.push_back(seen);
      }
      from = stop.in_lap;
    }
  }
  for (ClassFit& of_class : classes_) fit(of_class);
}

void StopLosses::fit(ClassFit& fit) {
  std::vector<double> lanes;
  for (const SeenStop& stop : fit.stops) lanes.push_back(stop.lane);
  const double usual = median_of(std::move(lanes));
  // Neither a drive-through nor a repair.
  std::erase_if(fit.stops, [&](const SeenStop& stop) { return stop.lane < 0.6 * usual || stop.lane > 1.5 * usual; });
  if (fit.stops.size() < kEnoughStops) return;
  fit.fuel_ms = fuel_time(fit.stops);
  std::vector<double> bases, beside, fills, residuals;
  for (const SeenStop& stop : fit.stops) {
    bases.push_back(stop.lane - fit.fuel_ms * stop.fill);
    fills.push_back(stop.fill);
    if (stop.cost) beside.push_back(*stop.cost - stop.lane);
  }
  fit.base_ms = median_of(bases);
  fit.usual_fill = median_of(std::move(fills));
  fit.beside_lane_ms = median_of(std::move(beside));
  const SeenStop* before = nullptr;
  for (SeenStop& stop : fit.stops) {  // car by car, each in order of time
    stop.residual = stop.lane - fit.base_ms - fit.fuel_ms * stop.fill;
    if (before != nullptr && before->car == stop.car) stop.before = before->residual;
    residuals.push_back(stop.residual);
    before = &stop;
  }
  fit.spread_ms = band_spread(residuals, 0);
}

StopLosses::Nearby StopLosses::similar_stops(const ClassFit& fit, const race::CarNumber& car, double fill_laps) const {
  double last = 0;
  for (const SeenStop& stop : fit.stops) {
    if (stop.car == car) last = stop.residual;
  }
  // Weights of the differences: chosen on IMSA 2021-22 and WEC 2019-21, which are not scored.
  struct Apart {
    double distance = 0, residual = 0;
  };
  std::vector<Apart> apart;
  for (const SeenStop& stop : fit.stops) {
    if (!stop.before) continue;
    const double other_crew = stop.car == car ? 0 : 1;
    apart.push_back({std::abs(*stop.before - last) / 3000 + std::abs(stop.fill - fill_laps) / 4 + other_crew, stop.residual});
  }
  if (apart.size() < kSimilar) return {0, fit.spread_ms};
  std::ranges::partial_sort(apart, apart.begin() + static_cast<std::ptrdiff_t>(kSimilar), {}, &Apart::distance);
  std::vector<double> residuals;
  for (std::size_t i = 0; i < kSimilar; ++i) residuals.push_back(apart[i].residual);
  const double middle = median_of(residuals);
  return {middle, std::max(band_spread(residuals, middle), fit.spread_ms / 2)};
}

std::optional<StopLoss> StopLosses::measured_loss(std::size_t class_index, Pace pace, double fill_laps) const {
  const ClassMeasure& of_class = measured_->classes[class_index];
  const auto& loss = of_class.pit_loss_ms[static_cast<std::size_t>(pace)];
  if (!loss) return std::nullopt;
  const double more =
      classes_[class_index].usual_fill > 0 ? of_class.fuel_ms_per_lap * (fill_laps - classes_[class_index].usual_fill) : 0;
  StopLoss told{loss->mean + more, std::max(loss->spread, kLeastSpread), 0, {}, loss->basis};
  if (const auto& lane = of_class.lane_ms[static_cast<std::size_t>(pace)]) told.lane_ms = lane->mean + more;
  if (of_class.in_lap_cost_ms) told.in_lap_ms = of_class.in_lap_cost_ms->mean;
  return told;
}

std::optional<double> StopLosses::tyre_change_ms(std::size_t class_index) const {
  constexpr std::size_t kEnough = 12;
  constexpr double kLeast = 5000, kMost = 25'000;  // ms: what four tyres can take
  std::vector<double> residuals;
  for (const SeenStop& stop : classes_[class_index].stops) residuals.push_back(stop.residual);
  if (residuals.size() < kEnough) return std::nullopt;
  std::ranges::sort(residuals);
  const double apart = residuals[residuals.size() * 3 / 4] - residuals[residuals.size() / 4];
  return apart >= kLeast && apart <= kMost ? std::optional(apart) : std::nullopt;
}

std::optional<StopLoss> StopLosses::of(const race::CarNumber& car, std::size_t class_index, Pace pace, double fill_laps) const {
  const ClassFit& fit = classes_[class_index];
  auto told = measured_loss(class_index, pace, fill_laps);
  if (fit.stops.size() < kEnoughStops) return told;
  const Nearby similar = similar_stops(fit, car, fill_laps);
  if (pace != Pace::green) {  // the crew works as fast as ever
    if (told) told->mean_ms += similar.residual;
    return told;
  }
  StopLoss loss;
  loss.lane_ms = fit.base_ms + fit.fuel_ms * fill_laps + similar.residual;
  loss.mean_ms = *loss.lane_ms + fit.beside_lane_ms;
  loss.spread_ms = similar.spread;
  loss.in_lap_ms = told ? told->in_lap_ms : 0;
  loss.basis = Basis::race_class;
  return loss;
}

}  // namespace stint::insight
