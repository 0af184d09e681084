#include "insight/strategy/decisions/stop_window.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

#include "insight/story/wording.hpp"

namespace stint::insight {
namespace {

constexpr double kNearby = 5000;        // ms on the road
constexpr double kLapsBehindRival = 5;  // a slower car of the class is followed for as many laps
constexpr double kLongestHeldUp = 8000;
constexpr double kPassMs = 1200;   // lost at most at a slower car of another class
constexpr double kLappedMs = 600;  // lost when a faster car comes by
constexpr double kWorthTelling = 500;

// Of the race from here, for one car.
struct Outlook {
  double tank = 0;
  std::int32_t last = 0;       // laps from now: fuel, driver
  std::optional<double> left;  // laps to the flag, the one under way included
  double stops = 1;            // the fewest that the tank allows
  double stop_ms = 0;          // loss of one stop
  double degradation_ms = 0;   // a lap
  double caution_gain_ms = 0;  // a lap of waiting
};

std::int32_t last_by_driver(const CarNow& car, const std::vector<DriverDuty>& duties, std::int32_t last) {
  for (const DriverDuty& duty : duties) {
    if (duty.name != car.seen->driver_name || duty.name.empty() || !duty.left) continue;
    last = std::min(last, static_cast<std::int32_t>(static_cast<double>(duty.left->count()) / car.lap_ms));
  }
  for (const DriverDuty& duty : duties) {
    const bool other = duty.name != car.seen->driver_name && duty.owed && duty.owed->count() > 0;
    if (other && duty.latest_swap_in_lap && !duty.infeasible) last = std::min(last, *duty.latest_swap_in_lap - car.laps);
  }
  return std::max(last, 1);
}

double caution_gain(const FieldNow& field, const CarNow& car, double stop_ms) {
  double gain = 0;
  for (const CautionMeasure& kind : field.measured().cautions.kinds) {
    const auto under = field.losses().of(car.number(), car.class_index, kind.pace, field.fill_laps(car));
    if (!under) continue;
    constexpr double kHourMs = 3'600'000;
    gain += kind.hazard_per_hour * car.lap_ms / kHourMs * std::max(0.0, stop_ms - under->mean_ms);
  }
  return gain;
}

std::optional<Outlook> outlook_of(const FieldNow& field, const CarNow& car, const std::vector<DriverDuty>& duties) {
  const auto loss = field.losses().of(car.number(), car.class_index, Pace::green, field.fill_laps(car));
  if (car.in_lane || car.tank_laps <= 0 || !car.measured->fuel_laps_left || !loss) return std::nullopt;
  Outlook outlook;
  outlook.tank = car.tank_laps;
  const double fuel = 1 + std::max(0.0, std::floor(car.measured->fuel_laps_left->p50));
  outlook.left = field.laps_left(car);
  if ((outlook.left && *outlook.left <= fuel) || may_reach_flag(*car.measured)) return std::nullopt;
  outlook.last = last_by_driver(car, duties, static_cast<std::int32_t>(fuel));
  outlook.stop_ms = loss->mean_ms;
  if (outlook.left) outlook.stops = std::max(1.0, std::ceil((*outlook.left - fuel) / outlook.tank));
  const auto& of_class = field.measured().classes[car.class_index].degradation_ms;
  outlook.degradation_ms = std::max(0.0, car.measured->degradation_ms.value_or(of_class ? of_class->mean : 0));
  outlook.caution_gain_ms = caution_gain(field, car, outlook.stop_ms);
  return outlook;
}

// Sum of the tyres' age over the laps to the flag (or over two tanks, if that isn't known), if it stops after `laps`.
double tyre_ages(const Outlook& outlook, const CarNow& car, double laps) {
  const double age = car.measured->tyre_laps > 0 ? car.measured->tyre_laps : car.since_stop;
  const double after = std::max(0.0, outlook.left.value_or(2 * outlook.tank) - laps);
  const double stints = outlook.left ? outlook.stops : 1;
  const double each = after / stints;
  return laps * age + laps * laps / 2 + stints * each * each / 2;
}

struct Terms {
  double stop = 0, tyres = 0, caution = 0;
  TrafficMet traffic;
  [[nodiscard]] double sum() const { return stop + tyres + traffic.lost_ms - caution; }
};

Terms terms_of(const FieldNow& field, const CarNow& car, const Outlook& outlook, std::int32_t laps) {
  Terms terms;
  const bool one_more = outlook.left && *outlook.left - laps > outlook.stops * outlook.tank;
  if (one_more) terms.stop = outlook.stop_ms;
  terms.tyres = outlook.degradation_ms * tyre_ages(outlook, car, laps);
  terms.caution = outlook.caution_gain_ms * (laps - 1);
  const double out = field.line_crossing_ms(car, laps, Pace::green) + outlook.stop_ms;
  terms.traffic = traffic_met(field, car, out, Pace::green);
  return terms;
}

// What makes a lap dearer than the best, the largest term first.
std::string reason_for(const Terms& terms, const Terms& best) {
  const double traffic = terms.traffic.lost_ms - best.traffic.lost_ms, tyres = terms.tyres - best.tyres;
  if (terms.stop > best.stop) return "it costs one stop more before the flag";
  if (std::max(traffic, tyres) < kWorthTelling) return {};
  if (tyres > traffic) return "the tyres lose more that way";
  return terms.traffic.behind ? "traffic behind #" + terms.traffic.behind->str() : "traffic";
}

}  // namespace

bool may_reach_flag(const CarMeasure& car) {
  constexpr double kLastLaps = 3;
  return car.laps_left && car.fuel_laps_left && *car.laps_left <= kLastLaps && *car.laps_left <= 1 + car.fuel_laps_left->p90;
}

TrafficMet traffic_met(const FieldNow& field, const CarNow& car, double line_ms, Pace pace) {
  TrafficMet met;
  double worst = 0;
  const double own = car.lap_ms * field.slow_down(car, pace);
  for (const CarNow& other : field.cars()) {
    if (&other == &car || other.in_lane) continue;
    const double lap = other.lap_ms * field.slow_down(other, pace);
    double ahead = std::fmod(line_ms - other.line_ms, lap);  // it crossed the line so long before
    if (ahead < 0) ahead += lap;
    const double behind = lap - ahead;
    if (std::min(ahead, behind) <= kNearby) ++met.cars;
    if (pace != Pace::green) continue;  // no passing
    const double slower = lap - own;
    double lost = 0;
    if (other.class_index == car.class_index) {
      if (slower > 0 && ahead < kNearby) lost = std::min(kLongestHeldUp, kLapsBehindRival * slower);
    } else if (slower > 0 && ahead < slower) {
      lost = std::min(kPassMs, slower);
    } else if (slower < 0 && behind < -slower) {
      met.lost_ms += kLappedMs;
    }
    met.lost_ms += lost;
    if (lost > worst) {
      worst = lost;
      met.behind = other.number();
    }
  }
  return met;
}

void explain_options(const FieldNow& field, const CarNow& car, const std::vector<DriverDuty>& duties, StopWindow& window) {
  const auto outlook = outlook_of(field, car, duties);
  if (!outlook || window.best <= car.laps) return;
  const Terms best = terms_of(field, car, *outlook, window.best - car.laps);
  for (StopOption& option : window.options) {
    const bool dear = option.cost_ms && *option.cost_ms >= kWorthTelling;
    if (!dear || option.lap <= car.laps || !option.reason.empty()) continue;
    const Terms terms = terms_of(field, car, *outlook, option.lap - car.laps);
    option.reason = reason_for(terms, best);
    const bool takes_more = terms.stop > best.stop;
    // In most futures it did not.
    if (takes_more && *option.cost_ms < 0.5 * outlook->stop_ms) option.reason = "it may take one stop more before the flag";
    // Traffic and tyres are too little for what the futures lost.
    const double told = std::max(terms.traffic.lost_ms - best.traffic.lost_ms, terms.tyres - best.tyres);
    if (!takes_more && told < 0.5 * *option.cost_ms)
      option.reason = "fuel left unused may cost a stop later, and a caution may come first";
  }
}

std::optional<StopWindow> stop_window(const FieldNow& field, const CarNow& car, const std::vector<DriverDuty>& duties) {
  const auto outlook = outlook_of(field, car, duties);
  if (!outlook) return std::nullopt;
  std::vector<Terms> terms;
  for (std::int32_t laps = 1; laps <= outlook->last; ++laps) terms.push_back(terms_of(field, car, *outlook, laps));
  // Of laps that cost the same the last: until then a caution may come.
  const double least = std::ranges::min(terms, {}, &Terms::sum).sum();
  const auto best =
      std::ranges::find_if(terms | std::views::reverse, [&](const Terms& term) { return term.sum() < least + kWorthTelling; })
          .base() -
      1;
  const auto first = std::ranges::find_if(terms, [&](const Terms& term) { return term.stop <= best->stop; });
  StopWindow window;
  window.first = car.laps + 1 + static_cast<std::int32_t>(first - terms.begin());
  window.best = car.laps + 1 + static_cast<std::int32_t>(best - terms.begin());
  window.last = car.laps + outlook->last;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double cost = terms[i].sum() - best->sum();
    window.options.push_back({car.laps + 1 + static_cast<std::int32_t>(i), cost, std::nullopt,
                              cost < kWorthTelling ? std::string() : reason_for(terms[i], *best)});
  }
  return window;
}

}  // namespace stint::insight
