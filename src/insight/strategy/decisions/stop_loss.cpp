#include "insight/strategy/decisions/stop_loss.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

// The constants below were chosen on IMSA 2021 and 2022 and WEC and Le Mans 2019 to 2021, which are not scored.
constexpr double kUsualFill = 0.75;     // of a tank, of the stops of earlier races
constexpr double kEarlierWeight = 0.5;  // of what they say, in stops alike; falls with the stops seen
constexpr double kEarlierFades = 6;     // stops
constexpr double kLeastSpread = 800;    // ms: no crew repeats itself better
constexpr double kTenPercent = 1.2816;  // standard deviations: 10 and 90 % of a normal distribution

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Median of the slopes between pairs (Theil-Sen) whose fills differ by at least four laps, drawn to what a usual refuelling
// takes (a tank in three tenths of the lane time); more fuel never takes less time.
double fuel_time(const std::vector<SeenStop>& stops, double lane_ms, double tank_laps) {
  constexpr std::size_t kMost = 80, kLeastPairs = 10, kLeastStops = 6;
  constexpr double kApart = 4, kUsualShare = 0.3, kDraw = 4;
  const double usual = tank_laps > 0 ? kUsualShare * lane_ms / tank_laps : 0;
  const std::size_t step = 1 + stops.size() / kMost;
  std::vector<double> slopes;
  for (std::size_t i = 0; i < stops.size(); i += step) {
    for (std::size_t j = 0; j < i; j += step) {
      const double apart = stops[i].fill - stops[j].fill;
      if (std::abs(apart) >= kApart) slopes.push_back((stops[i].lane - stops[j].lane) / apart);
    }
  }
  if (slopes.size() < kLeastPairs || stops.size() <= kLeastStops) return usual;
  const double seen = static_cast<double>(stops.size() - kLeastStops);
  return (seen * std::max(0.0, median_of(std::move(slopes))) + kDraw * usual) / (seen + kDraw);
}

// What the same crew's stops before it were like. Stops are car by car, each in order of time.
struct Crew {
  std::optional<double> before;
  int since_long = 0;
  void add(double over_middle) {
    before = over_middle;
    since_long = over_middle > kLongStop ? 0 : std::min(kMostSinceLong, since_long + 1);
  }
};

void tell_crews(std::vector<SeenStop>& stops, double middle) {
  Crew crew;
  const race::CarNumber* car = nullptr;
  for (SeenStop& stop : stops) {
    if (car == nullptr || *car != stop.car) crew = {};
    stop.before = crew.before;
    stop.since_long = crew.since_long;
    crew.add(stop.base - middle);
    car = &stop.car;
  }
}

struct Alike {
  double base = 0, weight = 0;
};

double weight_of(const std::vector<Alike>& stops) {
  double sum = 0;
  for (const Alike& stop : stops) sum += stop.weight;
  return sum;
}

// Weighted median. REQUIRES: in order of their bases, not empty.
std::size_t middle_of(const std::vector<Alike>& stops) {
  const double half = weight_of(stops) / 2;
  double sum = 0;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    sum += stops[i].weight;
    if (sum >= half) return i;
  }
  return stops.size() - 1;
}

// Of the normal distribution whose middle 80 % reach as far as those of the stops: stops have long tails, and it is the 80 %
// band that is told. Few stops alike leave it in doubt: what earlier races say is an eighth of the lane time off.
double spread_of(const std::vector<Alike>& stops, std::size_t middle, double lane_ms) {
  constexpr double kDoubt = 0.12, kDoubtCounts = 2, kWider = 1.1;
  const double wanted = 0.8 * weight_of(stops);
  double sum = stops[middle].weight, reach = 0, squares = 0;
  for (const Alike& stop : stops) squares += stop.weight * stop.weight;
  std::size_t low = middle, high = middle;
  while (sum < wanted && (low > 0 || high + 1 < stops.size())) {
    const bool down = low > 0 && (high + 1 == stops.size() ||
                                  stops[middle].base - stops[low - 1].base < stops[high + 1].base - stops[middle].base);
    const Alike& next = stops[down ? --low : ++high];
    reach = std::abs(next.base - stops[middle].base);
    sum += next.weight;
  }
  const double number = std::pow(weight_of(stops), 2) / squares;  // as many stops of one weight
  const double seen = reach / kTenPercent, doubt = kDoubt * lane_ms;
  return kWider * std::sqrt((number * seen * seen + kDoubtCounts * doubt * doubt) / (number + kDoubtCounts));
}

}  // namespace

Quantiles StopLoss::band() const {
  // No stop wins time; where a race's misses make the band that wide, it ends at none.
  const double least = std::min(mean_ms, std::max(0.0, mean_ms - kTenPercent * spread_ms));
  return {least, mean_ms, mean_ms + kTenPercent * spread_ms};
}

StopLosses::StopLosses(const race::Snapshot& race, const Measured& measured) : measured_(&measured), now_(race.at) {
  std::vector<double> lanes;
  for (const ClassMeasure& of_class : measured.classes) {
    if (of_class.lane_ms[0]) lanes.push_back(of_class.lane_ms[0]->mean);
  }
  usual_lane_ms_ = median_of(std::move(lanes));
  std::vector<std::vector<SeenStop>> seen = seen_stops(race, measured);
  for (const auto& of_class : seen) {
    for (const SeenStop& stop : of_class) {
      if (stop.cost) beside_lane_ms_.push_back(*stop.cost - stop.lane);
    }
  }
  for (std::size_t i = 0; i < seen.size(); ++i) classes_.push_back(fit(std::move(seen[i]), measured.classes[i]));
}

StopLosses::ClassFit StopLosses::fit(std::vector<SeenStop> stops, const ClassMeasure& of_class) const {
  ClassFit fit;
  fit.tank_laps = of_class.tank_laps ? of_class.tank_laps->mean : 0;
  // One repair in a class that hardly stopped in earlier races would stand for all its stops: lanes of classes are alike.
  constexpr double kLeast = 0.7, kMost = 1.35;
  if (of_class.lane_ms[0])
    fit.earlier_lane = std::clamp(of_class.lane_ms[0]->mean, kLeast * usual_lane_ms_, kMost * usual_lane_ms_);
  std::vector<double> lanes, bases, fills, beside;
  for (const SeenStop& stop : stops) lanes.push_back(stop.lane);
  const double lane = lanes.empty() ? fit.earlier_lane.value_or(0) : median_of(std::move(lanes));
  fit.fuel_ms = fuel_time(stops, lane, fit.tank_laps);
  for (SeenStop& stop : stops) {
    stop.base = stop.lane - fit.fuel_ms * stop.fill;
    bases.push_back(stop.base);
    fills.push_back(stop.fill);
    if (stop.cost) beside.push_back(*stop.cost - stop.lane);
  }
  fit.base_ms = stops.empty() ? lane - fit.fuel_ms * kUsualFill * fit.tank_laps : median_of(std::move(bases));
  fit.usual_fill = stops.empty() ? kUsualFill * fit.tank_laps : median_of(std::move(fills));
  tell_crews(stops, fit.base_ms);
  // Other classes and earlier races stand for some stops: what in-lap and out-lap lose is the way in and out, most of all.
  constexpr double kDraw = 2;
  const auto number = static_cast<double>(beside.size());
  const double seen = median_of(beside);
  std::vector<double> apart;
  for (const double value : beside) apart.push_back(std::abs(value - seen));
  constexpr double kOfMedian = 1.4826, kUnseen = 3000;  // standard deviations of a median deviation; ms
  fit.beside_spread_ms = (number * kOfMedian * median_of(std::move(apart)) + kDraw * kUnseen) / (number + kDraw);
  const auto& in = of_class.in_lap_cost_ms;
  const auto& out = of_class.out_lap_cost_ms;
  const auto all = static_cast<double>(beside_lane_ms_.size());
  const double of_all = median_of(beside_lane_ms_);
  const double elsewhere = in && out ? (all * of_all + kDraw * (in->mean + out->mean)) / (all + kDraw) : of_all;
  fit.beside_lane_ms = (number * seen + kDraw * elsewhere) / (number + kDraw);
  fit.stops = std::move(stops);
  fit_sides(fit);
  std::ranges::stable_sort(fit.stops, {}, &SeenStop::base);
  fit.spread_factor = seen_spread_factor(fit);
  return fit;
}

// The box lies before the line in the lane or behind it: then the in-lap has the whole stop in it, or none of it.
void StopLosses::fit_sides(ClassFit& fit) const {
  std::vector<double> before_box, after_box;
  for (const SeenStop& stop : fit.stops) {
    if (!stop.in_lap) continue;
    const bool whole = *stop.in_lap > stop.lane / 2;
    if (!whole) before_box.push_back(*stop.in_lap);
    if (whole && stop.cost) after_box.push_back(*stop.cost - *stop.in_lap);
  }
  fit.box_before_line = after_box.size() > before_box.size();
  if (!before_box.empty()) fit.before_box_ms = median_of(std::move(before_box));
  if (!after_box.empty()) fit.after_box_ms = median_of(std::move(after_box));
}

double StopLosses::in_lap_part(const ClassFit& fit, const race::CarNumber& car, double loss_ms, double usual_ms) const {
  // The car's own stops tell where its box is; the class's, as long as it has made none.
  int whole = 0, all = 0;
  for (const SeenStop& stop : fit.stops) {
    if (stop.car != car || !stop.in_lap) continue;
    ++all;
    whole += *stop.in_lap > stop.lane / 2 ? 1 : 0;
  }
  const bool before_line = all > 0 ? 2 * whole > all : fit.box_before_line;
  if (before_line) return loss_ms - fit.after_box_ms.value_or(0);
  return fit.before_box_ms.value_or(usual_ms);
}

// What the latest stops have missed by, in spreads, over what a normal distribution would. Stops of other kinds and rivals that
// do what nobody expects are not in it: so that 80 % of all is held, it is 90 % of these. Chosen as the constants above.
double StopLosses::seen_spread_factor(const ClassFit& fit) const {
  constexpr std::size_t kLatest = 40;
  constexpr double kShare = 0.9, kDraw = 6, kNarrowest = 0.5, kWidest = 4;
  std::vector<const SeenStop*> latest;
  for (const SeenStop& stop : fit.stops) {
    if (stop.cost) latest.push_back(&stop);
  }
  std::ranges::sort(latest, std::ranges::greater{}, &SeenStop::at);
  if (latest.size() > kLatest) latest.resize(kLatest);
  std::vector<double> missed;
  for (const SeenStop* stop : latest) {
    const auto lane = lane_of(fit, {&stop->car, stop->at, stop->fill, stop->before, stop->since_long});
    if (!lane) continue;
    const double spread = std::hypot(lane->spread_ms, fit.beside_spread_ms);
    missed.push_back(std::abs(*stop->cost - lane->ms - fit.beside_lane_ms) / std::max(kLeastSpread, spread));
  }
  if (missed.empty()) return 1;
  std::ranges::sort(missed);
  const auto number = static_cast<double>(missed.size());
  const double reach = missed[std::min(missed.size() - 1, static_cast<std::size_t>(kShare * number))];
  return std::clamp((number * reach / kTenPercent + kDraw) / (number + kDraw), kNarrowest, kWidest);
}

StopLosses::Ahead StopLosses::next_of(const ClassFit& fit, const race::CarNumber& car, double fill_laps) const {
  std::vector<const SeenStop*> made;
  for (const SeenStop& stop : fit.stops) {
    if (stop.car == car) made.push_back(&stop);
  }
  std::ranges::sort(made, {}, &SeenStop::at);
  Crew crew;
  for (const SeenStop* stop : made) crew.add(stop->base - fit.base_ms);
  return {&car, now_, fill_laps, crew.before, crew.since_long};
}

std::optional<StopLosses::Lane> StopLosses::lane_of(const ClassFit& fit, const Ahead& asked) const {
  // How much less a stop counts: by the crew, in a caution, by what is to fill, by the crew's stop before and since its long
  // one.
  constexpr double kOtherCrew = 1.2, kCaution = 0.36, kBeforeApart = 8000, kBeforeUnknown = 0.7, kSinceLong = 0.3,
                   kLeastFill = 4, kFillShare = 0.3, kFarthest = 7;
  const double fill_unit = std::max(kLeastFill, kFillShare * fit.tank_laps);
  std::vector<Alike> alike;
  std::size_t seen = 0;
  for (const SeenStop& stop : fit.stops) {
    if (stop.at >= asked.at) continue;
    ++seen;
    double apart = std::abs(stop.fill - asked.fill) / fill_unit + kSinceLong * std::abs(stop.since_long - asked.since_long);
    if (stop.car != *asked.car) apart += kOtherCrew;
    if (!stop.green) apart += kCaution;
    apart += stop.before && asked.before ? std::abs(*stop.before - *asked.before) / kBeforeApart : kBeforeUnknown;
    if (apart < kFarthest) alike.push_back({stop.base, std::exp(-apart)});
  }
  if (fit.earlier_lane) {
    const Alike earlier{*fit.earlier_lane - fit.fuel_ms * kUsualFill * fit.tank_laps,
                        kEarlierWeight * std::exp(-static_cast<double>(seen) / kEarlierFades)};
    alike.insert(std::ranges::upper_bound(alike, earlier.base, {}, &Alike::base), earlier);
  }
  if (alike.empty()) return std::nullopt;
  const std::size_t middle = middle_of(alike);
  const double lane = alike[middle].base + fit.fuel_ms * asked.fill;
  return Lane{lane, spread_of(alike, middle, lane)};
}

std::optional<StopLoss> StopLosses::measured_loss(std::size_t class_index, Pace pace) const {
  const ClassMeasure& of_class = measured_->classes[class_index];
  const auto& loss = of_class.pit_loss_ms[static_cast<std::size_t>(pace)];
  if (!loss) return std::nullopt;
  StopLoss told{loss->mean, std::max(loss->spread, kLeastSpread), 0, {}, loss->basis};
  if (const auto& lane = of_class.lane_ms[static_cast<std::size_t>(pace)]) told.lane_ms = lane->mean;
  if (of_class.in_lap_cost_ms) told.in_lap_ms = of_class.in_lap_cost_ms->mean;
  return told;
}

std::optional<double> StopLosses::tyre_change_ms(std::size_t class_index) const {
  constexpr std::size_t kEnough = 12;
  constexpr double kLeast = 5000, kMost = 25'000;  // ms: what four tyres can take
  std::vector<double> bases;
  for (const SeenStop& stop : classes_[class_index].stops) {
    if (stop.green) bases.push_back(stop.base);
  }
  if (bases.size() < kEnough) return std::nullopt;
  std::ranges::sort(bases);
  const double apart = bases[bases.size() * 3 / 4] - bases[bases.size() / 4];
  return apart >= kLeast && apart <= kMost ? std::optional(apart) : std::nullopt;
}

std::optional<StopLoss> StopLosses::of(const race::CarNumber& car, std::size_t class_index, Pace pace, double fill_laps) const {
  const ClassFit& fit = classes_[class_index];
  const auto told = measured_loss(class_index, pace);
  const auto lane = lane_of(fit, next_of(fit, car, fill_laps));
  if (!lane || (!told && pace != Pace::green)) return told;
  const double usual_in_lap = told ? told->in_lap_ms : 0;
  StopLoss loss = told.value_or(StopLoss{});
  if (pace != Pace::green) {  // the crew works as fast as ever
    const double other = lane->ms - fit.base_ms - fit.fuel_ms * fit.usual_fill;
    loss.mean_ms += other;
    if (loss.lane_ms) *loss.lane_ms += other;
    return loss;
  }
  loss.lane_ms = lane->ms;
  loss.mean_ms = lane->ms + fit.beside_lane_ms;
  loss.spread_ms = std::max(kLeastSpread, fit.spread_factor * std::hypot(lane->spread_ms, fit.beside_spread_ms));
  loss.in_lap_ms = in_lap_part(fit, car, loss.mean_ms, usual_in_lap);
  constexpr std::size_t kEnoughStops = 6;
  if (fit.stops.size() >= kEnoughStops || !told) loss.basis = Basis::race_class;
  return loss;
}

}  // namespace stint::insight
