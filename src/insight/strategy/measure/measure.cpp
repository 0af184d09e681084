#include "insight/strategy/measure/measure.hpp"

#include <algorithm>
#include <cmath>

#include "insight/strategy/measure/caution_course.hpp"
#include "insight/strategy/measure/caution_length.hpp"
#include "insight/strategy/measure/caution_time.hpp"
#include "insight/strategy/measure/class_samples.hpp"
#include "insight/strategy/measure/measured_race.hpp"
#include "insight/strategy/measure/race_distance.hpp"
#include "insight/strategy/measure/race_pace.hpp"
#include "insight/strategy/measure/settled_lap.hpp"
#include "insight/strategy/measure/stop_forecast.hpp"

namespace stint::insight {
namespace {

constexpr double kMsInHour = 3'600'000;

// A track that dries, or a start behind the safety car, makes each lap seconds faster than the one before. Taken for what tyres
// do, lap times far ahead would come to nothing.
double of_tyres(double degradation_ms, double lap_ms) {
  constexpr double kMost = 0.005;  // of a lap, per lap
  return lap_ms > 0 ? std::clamp(degradation_ms, -kMost * lap_ms, kMost * lap_ms) : degradation_ms;
}

using SlowDown = std::array<double, kPaces>;

// The same paces over a lap that is `ratio` times as long.
SlowDown over(SlowDown slow_down, double ratio) {
  for (double& each : slow_down) each = std::max(1.0, each / ratio);
  return slow_down;
}

class Measuring {
 public:
  Measuring(const race::Snapshot& race, const RuleBook* rules, const Priors& priors, std::span<const KnownTank> known)
      : race_(race),
        earlier_(priors, race.session, rules, race_length(race, rules)),
        read_(read_with(race, earlier_, rules, race_length(race, rules), known)),
        chances_(earlier_.stop_chances()),
        forecaster_(chances_),
        known_(known) {
    measured_.race_length = race_length(race, rules);
    left_ms_ = time_left_ms(race, measured_.race_length);
  }

  Measured measure() {
    measure_cautions();
    find_courses();
    for (std::size_t c = 0; c < read_.reading.classes.size(); ++c) measure_class(c);
    find_standing();
    for (const CarReading& car : read_.reading.cars) measure_car(car);
    measure_leader();
    measured_.wet_slow_down = wet_slow_down();
    return std::move(measured_);
  }

 private:
  void measure_cautions();
  void measure_class(std::size_t c);
  void measure_services(const std::string& name, const ClassSamples& samples, ClassMeasure& of);
  void measure_car(const CarReading& car);
  void find_standing();
  void measure_fuel(const CarReading& car, CarMeasure& of) const;
  void measure_tyres(const CarReading& car, CarMeasure& of) const;
  void forecast(const CarReading& car, CarMeasure& of) const;
  void find_ways(const CarReading& car, CarMeasure& of, StopQuestion& question) const;
  [[nodiscard]] double lap_to_flag_ms(const ClassMeasure& group, double now_ms) const;
  void find_courses();
  void measure_leader();
  [[nodiscard]] CautionsAhead cautions_ahead(const ClassMeasure& of, double lap_ms) const;
  [[nodiscard]] std::optional<double> wet_slow_down() const;

  const race::Snapshot& race_;
  EarlierRaces earlier_;
  MeasuredRace read_;
  StopChances chances_;
  StopForecaster forecaster_;
  std::span<const KnownTank> known_;
  std::vector<ClassLapPace> paces_;
  std::vector<std::optional<StandingCar>> standing_;  // in the order of Snapshot::cars
  std::optional<double> left_ms_;
  std::vector<CautionCourse> courses_;
  Measured measured_;
};

void Measuring::measure_cautions() {
  // This race's own cautions count like hours at this circuit.
  constexpr double kDraw_h = 6;
  CautionsMeasure& cautions = measured_.cautions;
  cautions = earlier_.cautions();
  if (!read_.reading.flags_known || !race_.elapsed) return;
  double green_h = static_cast<double>(race_.elapsed->count()) / kMsInHour;
  for (const CautionReading& caution : read_.reading.cautions) {
    green_h -= static_cast<double>((caution.until.value_or(race_.at) - caution.from).count()) / kMsInHour;
  }
  for (CautionMeasure& kind : cautions.kinds) {
    std::vector<double> lengths;
    int begun = 0;
    for (const CautionReading& caution : read_.reading.cautions) {
      if (caution.pace != kind.pace) continue;
      ++begun;
      if (caution.until) lengths.push_back(static_cast<double>((*caution.until - caution.from).count()));
    }
    kind.hazard_per_hour = (begun + kDraw_h * kind.hazard_per_hour) / (std::max(0.0, green_h) + kDraw_h);
    take_lengths(lengths, kind.length_ms);
    cautions.seen += begun;
    const CautionReading* out = read_.reading.cautions.empty() ? nullptr : &read_.reading.cautions.back();
    if (out == nullptr || out->until || out->pace != kind.pace) continue;
    const double age_ms = static_cast<double>((race_.at - out->from).count());
    cautions.under_way = CautionRest{caution_length(kind.length_ms), age_ms};
  }
  if (cautions.seen > 0) cautions.basis = Basis::race_class;
}

void Measuring::find_courses() {
  const auto length = measured_.race_length;
  const auto length_ms = length ? std::optional(static_cast<double>(length->count())) : std::nullopt;
  measured_.last_stint = last_stint(length_ms ? std::optional(*length_ms / kMsInHour) : std::nullopt);
  if (!left_ms_) return;
  const double elapsed_ms = race_.elapsed ? static_cast<double>(race_.elapsed->count()) : 0;
  courses_ = caution_courses(measured_.cautions, {.elapsed_ms = elapsed_ms,
                                                  .left_ms = *left_ms_,
                                                  .length_ms = length_ms,
                                                  .now = pace_of(race_.flag, race_.session.series)});
}

void Measuring::measure_services(const std::string& name, const ClassSamples& samples, ClassMeasure& of) {
  double all = 0;
  for (const auto& lanes : samples.services) all += static_cast<double>(lanes.size());
  for (std::size_t kind = 0; kind < kServices; ++kind) {
    ServiceMeasure& service = of.services[kind];
    if (all > 0) service.share = static_cast<double>(samples.services[kind].size()) / all;
    const auto seen = robust_measure(samples.services[kind], Basis::race_class);
    service.lane_ms = combine(seen, earlier_.fact(name, service_fact(static_cast<Service>(kind))));
  }
  const auto transit = static_cast<std::size_t>(Service::drive_through);
  if (!of.services[transit].lane_ms && read_.reading.transit_ms) {
    const double lane = *read_.reading.transit_ms;
    of.services[transit].lane_ms = Measure{lane, 0, {lane, lane, lane}, 1, Basis::race_class};
  }
}

void Measuring::measure_class(std::size_t c) {
  const ClassReading& from = read_.reading.classes[c];
  ClassMeasure of;
  of.class_name = from.name;
  of.lap_ms = from.lap_ms > 0 ? from.lap_ms : earlier_.lap_ms(from.name).value_or(0);
  if (of.lap_ms > 0) of.settled_share = settled_lap_ms(read_.reading, c, of.lap_ms) / of.lap_ms;
  const ClassSamples samples = sample_class(read_.reading, read_.stints, read_.tanks, c, read_.yellow_burn[c]);
  const auto noise = robust_measure(samples.lap_noise, Basis::race_class);
  const auto known_noise = earlier_.fact(from.name, ClassFact::lap_spread);
  constexpr int kEnoughLaps = 30;
  of.lap_spread_ms = noise && noise->count >= kEnoughLaps ? noise->spread : known_noise ? known_noise->mean : 0.01 * of.lap_ms;
  for (std::size_t pace = 0; pace < kPaces; ++pace) {
    const auto kind = static_cast<Pace>(pace);
    of.pit_loss_ms[pace] =
        combine(robust_measure(samples.pit_loss[pace], Basis::race_class), earlier_.fact(from.name, pit_loss_fact(kind)));
    of.lane_ms[pace] =
        combine(robust_measure(samples.lane[pace], Basis::race_class), earlier_.fact(from.name, lane_fact(kind)));
    if (pace == 0) continue;
    const auto slow =
        combine(robust_measure(samples.slow_down[pace], Basis::race_class), earlier_.fact(from.name, slow_down_fact(kind)));
    constexpr std::array<double, kPaces> kAssumed{1, 1.5, 1.6};
    of.slow_down[pace] = std::max(1.0, (slow ? slow->mean : kAssumed[pace]) * of.settled_share);
  }
  of.in_lap_cost_ms = combine(robust_measure(samples.in_lap, Basis::race_class), earlier_.fact(from.name, ClassFact::in_lap));
  of.out_lap_cost_ms =
      combine(robust_measure(samples.out_lap, Basis::race_class), earlier_.fact(from.name, ClassFact::out_lap));
  measure_services(from.name, samples, of);
  const auto fuel_time = combine(samples.fuel_time, earlier_.fact(from.name, ClassFact::fuel_time));
  if (fuel_time) of.fuel_ms_per_lap = fuel_time->mean;
  if (const Tank& tank = read_.tanks.of_class(c); tank.laps > 0) {
    of.tank_laps = Measure{tank.laps,
                           tank.error,
                           {tank.laps - 1.28 * tank.error, tank.laps, tank.laps + 1.28 * tank.error},
                           tank.stints,
                           tank.basis};
  }
  of.yellow_burn = read_.yellow_burn[c];
  paces_.push_back(measure_pace(read_.reading, c));
  of.degradation_ms = combine(paces_.back().degradation_ms, earlier_.fact(from.name, ClassFact::degradation));
  if (of.degradation_ms) of.degradation_ms->mean = of_tyres(of.degradation_ms->mean, of.lap_ms);
  of.tyre_ms = paces_.back().tyre_ms;
  of.retirement_per_hour = earlier_.retirement_per_hour(from.name);
  const auto share =
      combine(robust_measure(samples.stop_at_share, Basis::race_class), earlier_.fact(from.name, ClassFact::stop_at_share));
  of.stop_at_share = share.value_or(Measure{0.97, 0.05, {0.9, 0.98, 1.02}});
  const double tank = of.tank_laps ? of.tank_laps->mean : 30;
  const CautionTime cautions = caution_time(measured_.cautions, of.slow_down);
  for (std::size_t i = 0; i < of.stops_in_caution.size(); ++i) {
    const double used = tank * (static_cast<double>(i) + 0.5) / static_cast<double>(of.stops_in_caution.size());
    const double laps = of.lap_ms > 0 ? cautions.length_ms / (of.lap_ms * cautions.slow_down) : 4;
    of.stops_in_caution[i] = chances_.in_caution(std::max(1.0, laps), used, tank, StopNeed::middle_open);
  }
  measured_.classes.push_back(std::move(of));
}

void Measuring::measure_fuel(const CarReading& car, CarMeasure& of) const {
  const ClassMeasure& group = measured_.classes[car.class_index];
  const Tank& tank = read_.tanks.of_car(car.index);
  const FuelNow now = fuel_now(car);
  of.laps_since_stop = static_cast<std::int32_t>(now.laps);
  of.fuel_used_laps = now.green_laps(read_.yellow_burn[car.class_index]);
  if (group.fuel_ms_per_lap > 0) of.laps_per_fill_second = 1000 / group.fuel_ms_per_lap;
  if (car.car->telemetry && car.car->telemetry->energy_pct) {
    of.energy_pct = car.car->telemetry->energy_pct;
    // A tank that is nearly full still tells nothing of what a lap takes.
    const double spent = 100 - *of.energy_pct;
    if (of.fuel_used_laps >= 2 && spent > 3) of.energy_laps_left = *of.energy_pct / (spent / of.fuel_used_laps);
  }
  if (tank.laps <= 0) return;
  const auto told = std::ranges::find(known_, of.car, &KnownTank::car);
  if (told != known_.end() && told->left) of.fuel_used_laps = std::max(0.0, tank.laps - *told->left);
  of.tank_told = tank.told;
  // One stint ends a little before or after what the tank gives at best.
  const double single = std::hypot(tank.error, 0.5 + 0.01 * tank.laps), width = 1.2816;
  of.tank_laps = Measure{
      tank.laps, single, {tank.laps - width * tank.error, tank.laps, tank.laps + width * tank.error}, tank.stints, tank.basis};
  const bool neutral = pace_of(race_.flag, race_.session.series) != Pace::green;
  const double left = tank.laps - of.fuel_used_laps - (neutral ? group.yellow_burn : 1);
  of.fuel_laps_left =
      Quantiles{std::max(0.0, left - width * single), std::max(0.0, left), std::max(0.0, left + width * single)};
  if (of.lap_ms) of.fuel_minutes_left = std::max(0.0, left) * *of.lap_ms / 60'000;
  const auto stints = read_.tanks.long_stints(car.index);
  if (!stints.empty()) of.saving_laps = std::max(0.0, *std::ranges::max_element(stints) - tank.laps);
}

void Measuring::measure_tyres(const CarReading& car, CarMeasure& of) const {
  std::int32_t since = 0;
  for (const StopReading& stop : car.stops) {
    if (!stop.refuels()) continue;
    of.tyres_changed = stop.tyres_changed;
    if (stop.tyres_changed == false) {
      ++of.double_stints;
    } else {
      since = stop.in_lap;
    }
  }
  of.tyre_laps = std::max(0, car.car->laps - since);
}

CautionsAhead Measuring::cautions_ahead(const ClassMeasure& of, double lap_ms) const {
  const double elapsed_h = race_.elapsed ? static_cast<double>(race_.elapsed->count()) / kMsInHour : 0;
  std::optional<double> length_h;
  if (measured_.race_length) length_h = static_cast<double>(measured_.race_length->count()) / kMsInHour;
  const CautionTime time = caution_time(measured_.cautions, of.slow_down);
  CautionsAhead ahead;
  ahead.per_lap =
      1 - std::exp(-time.per_hour * measured_.cautions.by_part[race_part(elapsed_h, length_h)] * lap_ms / kMsInHour);
  ahead.laps = std::max(1.0, time.length_ms / (lap_ms * time.slow_down));
  ahead.yellow_burn = of.yellow_burn;
  return ahead;
}

void Measuring::forecast(const CarReading& car, CarMeasure& of) const {
  const ClassMeasure& group = measured_.classes[car.class_index];
  const Tank& tank = read_.tanks.of_car(car.index);
  if (tank.laps <= 0 || !of.lap_ms || *of.lap_ms <= 0) return;
  const FuelNow now = fuel_now(car);
  StopQuestion question;
  question.next_lap = now.next_lap;
  question.used = of.fuel_used_laps;
  question.tank = tank;
  question.cautions = cautions_ahead(group, *of.lap_ms);
  const Pace pace = pace_of(race_.flag, race_.session.series);
  if (pace != Pace::green && measured_.cautions.under_way) {
    question.caution_left =
        measured_.cautions.under_way->mean_left_ms() / (*of.lap_ms * group.slow_down[static_cast<std::size_t>(pace)]);
    const CautionReading& out = read_.reading.cautions.back();
    const auto open = out.open_since[car.class_index];
    if (open) question.since_open = 0;
    for (std::size_t i = car.laps.size(); i > 0 && car.laps[i - 1].ended_at > out.from; --i) {
      ++question.caution_laps;
      if (open && car.laps[i - 1].ended_at > *open) ++*question.since_open;
    }
  }
  if (!tank.told) question.last_stint = measured_.last_stint;
  if (left_ms_ && !car.laps.empty()) find_ways(car, of, question);
  of.next_stop = forecaster_.next_stop(question);
  of.stops_left = forecaster_.stops_left(question);
}

// The usual lap of a car that does `now_ms` now, over the rest of the race: it settles on the way.
double Measuring::lap_to_flag_ms(const ClassMeasure& group, double now_ms) const {
  if (group.settled_share >= 1 || !left_ms_ || *left_ms_ <= 0) return now_ms;
  const double settled = *left_ms_ > kSettlingMs ? 1 - 0.5 * kSettlingMs / *left_ms_ : 0.5 * *left_ms_ / kSettlingMs;
  return now_ms * (1 - (1 - group.settled_share) * settled);
}

// The laps to the flag on each course that cautions may take.
void Measuring::find_ways(const CarReading& car, CarMeasure& of, StopQuestion& question) const {
  const ClassMeasure& group = measured_.classes[car.class_index];
  const double tank = question.tank.laps, stop_ms = group.pit_loss_ms[0] ? group.pit_loss_ms[0]->mean : 60'000;
  double left = *left_ms_ + static_cast<double>((race_.at - car.laps.back().ended_at).count());
  if (of.standing) {
    left = *left_ms_ - of.standing->back_in_ms;
  } else if (car.car->state == race::CarState::in_pit) {
    left -= stop_ms;
  }
  question.unplanned = kUnplannedStopsPerHour * std::max(0.0, left) / kMsInHour;
  const double lap_ms = lap_to_flag_ms(group, *of.lap_ms);
  const SlowDown slow_down = over(group.slow_down, lap_ms / *of.lap_ms);
  double mean = 0;
  for (const CautionCourse& course : courses_) {
    const LapsAhead ahead{lap_ms, tank, std::max(0.0, tank - question.used), stop_ms, course.lost_ms(slow_down)};
    WayToFlag way{.weight = course.weight, .laps = laps_until_flag(std::max(0.0, left), ahead), .cautions = course.begun};
    mean += way.weight * way.laps;
    way.laps = std::max(0.0, way.laps - (question.next_lap - car.car->laps - 1));
    if (way.laps > 0) way.share = std::min(1.0, course.slow_laps(lap_ms, slow_down) / way.laps);
    question.ways.push_back(way);
  }
  of.laps_left = mean;
}

void Measuring::find_standing() {
  standing_.resize(race_.cars.size());
  for (const CarReading& car : read_.reading.cars) {
    const auto& lane = measured_.classes[car.class_index].lane_ms[static_cast<std::size_t>(Pace::green)];
    standing_[car.index] = standing_car(*car.car, race_.at, lane ? std::optional(lane->mean) : std::nullopt);
  }
  forgive_red_flag(race_, standing_);
}

void Measuring::measure_car(const CarReading& car) {
  const ClassMeasure& group = measured_.classes[car.class_index];
  const ClassLapPace& pace = paces_[car.class_index];
  CarMeasure of;
  of.car = car.car->number();
  of.class_index = car.class_index;
  of.pace_ms = pace.cars[car.index].pace_ms;
  of.drivers = pace.cars[car.index].drivers;
  of.lap_spread_ms = of.pace_ms && of.pace_ms->count >= 10 ? of.pace_ms->spread : group.lap_spread_ms;
  of.degradation_ms = pace.car_degradation_ms[car.index];
  if (!of.degradation_ms && group.degradation_ms) of.degradation_ms = group.degradation_ms->mean;
  if (of.degradation_ms) of.degradation_ms = of_tyres(*of.degradation_ms, group.lap_ms);
  if (group.lap_ms > 0) {
    of.lap_ms = group.lap_ms + (of.pace_ms ? of.pace_ms->mean : 0);
    const auto driver = std::ranges::find(of.drivers, car.car->driver, &DriverMeasure::id);
    if (driver != of.drivers.end()) of.lap_ms = group.lap_ms + driver->pace_ms.mean;
  }
  measure_fuel(car, of);
  measure_tyres(car, of);
  of.standing = standing_[car.index];
  const auto state = car.car->state;
  const bool over = state == race::CarState::finished || state == race::CarState::retired ||
                    state == race::CarState::disqualified || race_.flag == FlagKind::chequered;
  if (!over) forecast(car, of);
  measured_.cars.push_back(std::move(of));
}

void Measuring::measure_leader() {
  if (measured_.cars.empty() || !measured_.cars.front().laps_left) return;
  measured_.leader_laps = race_.cars.front().laps + *measured_.cars.front().laps_left;
}

// Clean laps of the times at which the weather said rain, over those at which it did not, by class; the median of classes.
std::optional<double> Measuring::wet_slow_down() const {
  constexpr std::size_t kLeastLaps = 20;
  if (race_.weather.empty()) return std::nullopt;
  std::vector<double> ratios;
  for (std::size_t c = 0; c < read_.reading.classes.size(); ++c) {
    std::array<std::vector<double>, 2> laps;
    for (const CarReading& car : read_.reading.cars) {
      if (car.class_index != c) continue;
      std::size_t reading = 0;
      for (const RacedLap& lap : car.laps) {
        while (reading + 1 < race_.weather.size() && race_.weather[reading + 1].at <= lap.ended_at) ++reading;
        const auto rain = race_.weather[reading].weather.rain;
        if (lap.clean && rain && race_.weather[reading].at <= lap.ended_at) laps[*rain ? 1 : 0].push_back(lap.time_ms);
      }
    }
    if (laps[0].size() >= kLeastLaps && laps[1].size() >= kLeastLaps) {
      ratios.push_back(sample_median(std::move(laps[1])) / sample_median(std::move(laps[0])));
    }
  }
  return ratios.empty() ? std::nullopt : std::optional(sample_median(std::move(ratios)));
}

}  // namespace

Measured measure(const race::Snapshot& race, const RuleBook* rules, const Priors& priors, std::span<const KnownTank> known) {
  return Measuring(race, rules, priors, known).measure();
}

}  // namespace stint::insight
