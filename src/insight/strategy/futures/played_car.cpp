#include "insight/strategy/futures/played_car.hpp"

#include <algorithm>
#include <cmath>

#include "insight/strategy/measure/settled_lap.hpp"

namespace stint::insight {
namespace {

// Numbers of a car's draws.
enum : std::uint64_t {
  kPaceDraw,
  kTankDraw,
  kLifeDraw,
  kLastTankDraw,
  kGoneDraw,
  kBackDraw,
  kFirstStop = 1'000,           // kStopDraws for each stop
  kFirstTrouble = 50'000,       // when and how much of each
  kFirstCautionStop = 100'000,  // one for each caution
  kFirstNoise = 1'000'000,      // one for each block of laps
};
enum : std::uint64_t { kWhen, kLoss, kRepair, kRepairSize, kTurn, kStopDraws };

// Lap times wander within a block of as many laps together: half the draws cost half the time, and the spread over a stint is
// the same.
constexpr double kBlockLaps = 4;
constexpr double kBlockSpread = 0.5;  // of a lap's, for the mean of kBlockLaps laps: 1 / sqrt(4)

// A car that could come home with this much more in its tank is filled with it.
constexpr double kReserveLaps = 0.6;
// What a lap within a hair of the line counts as.
constexpr double kHair = 1e-6;
// Of a caution's remaining length a strategist knows nothing; that he needs the stop anyway he knows.
constexpr double kNeverMs = 1e15;

}  // namespace

void PlayedCar::start(const Situation& situation, std::size_t index, const CarOrders& orders, const Draws& draws) {
  *this = PlayedCar();
  car_ = &situation.cars[index];
  class_ = &situation.classes[car_->class_index];
  crew_ = situation.drivers.data() + car_->first_driver;
  orders_ = &orders;
  draws_ = draws;
  limit_ = situation.limit_ms.value_or(situation.now_ms);
  running_ = car_->running;
  progress_ = car_->progress;
  if (!running_) return;
  base_ms_ = car_->lap_ms + car_->lap_error_ms * draws.normal(kPaceDraw) + orders.saving_ms;
  driver_ = car_->driver;
  lap_ms_ = base_ms_;
  tank_ = std::max(2.0, car_->tank_laps.mean + car_->tank_laps.spread * draws.normal(kTankDraw));
  used_ = car_->fuel_used_laps;
  age_ = used_;
  const Spread& last = situation.last_tank_share;
  last_tank_ = car_->stretches ? tank_ * std::max(0.8, last.mean + last.spread * draws.normal(kLastTankDraw)) : tank_;
  filled_ = car_->filled_laps > 0 ? car_->filled_laps / car_->tank_laps.mean * tank_ : tank_;
  lane_left_ = car_->lane_left_ms + class_->drive_through_ms * (car_->owed_drive_throughs + orders.drive_throughs);
  stop_extra_ms_ = car_->owed_stop_ms + orders.stop_ms;
  turn_stints_ = car_->turn_stints;
  stint_began_ = situation.now_ms;
  for (std::size_t i = 0; i < std::min(car_->drivers, kMostDrivers); ++i) {
    owed_ms_[i] = crew_[i].owed_ms;
    left_ms_[i] = crew_[i].left_ms;
  }
  const double hazard = car_->retirement_per_ms;
  retires_at_ = hazard > 0 ? situation.now_ms + draws.exponential(kLifeDraw) / hazard : kNeverMs;
  if (car_->gone_chance > 0) stand();
  await_trouble(situation.now_ms);
  choose_target();
  choose_first_stop(situation);
}

// It is out already, or comes back after a while.
void PlayedCar::stand() {
  if (draws_.uniform(kGoneDraw) < car_->gone_chance) {
    running_ = false;
    out_ = true;
    return;
  }
  lane_left_ = car_->back_in_ms * draws_.exponential(kBackDraw);
}

void PlayedCar::await_trouble(double from) {
  const double hazard = car_->trouble_per_ms;
  trouble_at_ = hazard > 0 ? from + draws_.exponential(kFirstTrouble + 2 * troubles_) / hazard : kNeverMs;
}

// The lap of the next stop, of those that the race has shown to be likely.
void PlayedCar::choose_first_stop(const Situation& situation) {
  planned_lap_ = 0;
  if (car_->chances == 0 || lane_left_ > 0) return;
  double left = draws_.uniform(std::uint64_t{kFirstStop} + kWhen);
  for (std::size_t i = 0; i < car_->chances; ++i) {
    left -= situation.stop_chances[car_->first_chance + i];
    if (left >= 0) continue;
    planned_lap_ = car_->first_stop_lap + static_cast<std::int32_t>(i);
    return;
  }
  planned_lap_ = kNoLap;
}

// How much of the tank is used when it comes in, under green: what strategists of the class do, of those that have not come in
// by now.
void PlayedCar::choose_target() {
  const std::uint64_t draw = kFirstStop + static_cast<std::uint64_t>(stops_) * kStopDraws + kWhen;
  const Spread& share = class_->stop_at_share;
  if (stops_ > 0 || share.spread <= 0) {
    target_ = filled_ * std::min(1.0, share.mean + share.spread * draws_.normal(draw));
    return;
  }
  const double passed = std::min(0.999, normal_share((used_ / filled_ - share.mean) / share.spread));
  const double z = normal_quantile(passed + (1 - passed) * draws_.uniform(draw));
  target_ = filled_ * std::min(1.0, share.mean + share.spread * z);
}

// Laps that it will have to do until its flag, by what its strategist can know: the leader ends the race with the lap on which
// the time runs out, half a lap later on average.
double PlayedCar::laps_to_go(double now, const Surroundings& around) const {
  const double left = (limit_ - now + 0.5 * around.leader_lap_ms) / pace_ms(0.5 * (now + limit_), around);
  return std::floor(progress_ + std::max(0.0, left)) + 1 - progress_;
}

// The in-lap of the stop for fuel: the last whose end it reaches with what it wants to use; but with few stops to go none so
// early that it takes one more. REQUIRES: it has to stop.
std::int32_t PlayedCar::fuel_lap(double burn, double to_go) const {
  constexpr double kFewStops = 3;
  const double left = filled_ - used_;
  const double stops = 1 + std::max(0.0, std::ceil((to_go - left - last_tank_) / tank_));
  const double empty = progress_ + left / burn;
  double reach = progress_ + (target_ - used_) / burn;
  if (stops <= kFewStops)
    reach = std::clamp(reach, std::min(empty, std::ceil(progress_ + to_go - last_tank_ - (stops - 1) * tank_)), empty);
  return std::max(next_lap(), static_cast<std::int32_t>(std::min(reach + kHair, 1e8)));
}

// Green laps that the fuel in it goes, if it need not stop again.
double PlayedCar::reach() const { return (stops_ == 0 ? filled_ * last_tank_ / tank_ : filled_) - used_; }

// The first lap at whose end it can come in.
std::int32_t PlayedCar::next_lap() const { return static_cast<std::int32_t>(std::floor(progress_ + kHair)) + 1; }

void PlayedCar::plan(const Phase& phase, const Surroundings& around) {
  in_lap_ = kNoLap;
  const double now = std::max(phase.begin, stint_began_);
  if (orders_->stop_lap > 0 && !ordered_) {
    in_lap_ = std::max(orders_->stop_lap, next_lap());
    return;
  }
  const double to_go = laps_to_go(now, around) * orders_->burn;
  // Whether it has to stop is this future's matter: a caution may have saved the fuel that was missing when the lap was
  // planned.
  const bool must_stop = reach() < to_go;
  const bool as_measured = stops_ == 0 && planned_lap_ > 0 && planned_lap_ != kNoLap && orders_->burn == 1;
  if (phase.pace == Pace::green) {
    const bool tyres = phase.wet != wet_tyres_;
    if (tyres) {
      in_lap_ = next_lap();
    } else if (must_stop) {
      in_lap_ = as_measured ? std::max(next_lap(), planned_lap_) : fuel_lap(orders_->burn, to_go);
    }
    return;
  }
  if (!must_stop) return;
  in_lap_ = as_measured ? std::max(next_lap(), planned_lap_) : fuel_lap(class_->yellow_burn, to_go);
  if (answered_ == phase.number) return;
  answered_ = phase.number;
  const auto fifth = static_cast<std::size_t>(std::clamp(used_ / tank_ * 5, 0.0, 4.0));
  if (draws_.uniform(kFirstCautionStop + phase.number) >= class_->stops_in_caution[fifth]) return;
  const double opens = phase.closes_entry ? phase.since + class_->closed_ms[static_cast<std::size_t>(phase.pace)] : phase.since;
  if (opens >= phase.end) return;
  const double lap = around.neutral_lap_ms[static_cast<std::size_t>(phase.pace)];
  const double place = progress_ + std::max(0.0, opens - phase.begin) / lap;
  in_lap_ = std::min(in_lap_, static_cast<std::int32_t>(std::floor(place + kHair)) + 1);
}

double PlayedCar::pace_ms(double at, const Surroundings& around) const {
  const double settled = around.settled_share[car_->class_index];
  if (settled >= 1) return lap_ms_;
  return lap_ms_ * (1 - (1 - settled) * std::clamp((at - around.situation->now_ms) / kSettlingMs, 0.0, 1.0));
}

// Mean lap time from here to `to`, noise left out.
double PlayedCar::green_lap_ms(double now, double to, bool wet, const Surroundings& around) const {
  const double age = age_ + 0.5 * (to - progress_) - 0.5 * tank_;
  const double dry = pace_ms(now, around) + car_->degradation_ms * age + around.traffic_ms[car_->class_index];
  return wet ? dry * around.situation->wet_slow_down : dry;
}

void PlayedCar::use_fuel(double laps, bool green) {
  used_ += laps * (green ? orders_->burn : class_->yellow_burn);
  age_ += laps;
}

// From `from_ms` to the line of `to_lap` or until `until_ms`; returns when it got there.
double PlayedCar::drive(double from_ms, double until_ms, double to_lap, const Phase& phase, const Surroundings& around) {
  if (phase.pace != Pace::green) {
    const double lap = std::max(around.neutral_lap_ms[static_cast<std::size_t>(phase.pace)], pace_ms(from_ms, around));
    const double laps = std::min((until_ms - from_ms) / lap, to_lap - progress_);
    progress_ += laps;
    use_fuel(laps, false);
    return from_ms + laps * lap;
  }
  double now = from_ms;
  while (progress_ < to_lap) {
    const double block = std::floor(progress_ / kBlockLaps);
    const double to = std::min(to_lap, (block + 1) * kBlockLaps);
    const double noise = kBlockSpread * car_->lap_spread_ms * draws_.normal(kFirstNoise + static_cast<std::uint64_t>(block));
    const double lap = green_lap_ms(now, to, phase.wet, around) + noise;
    const double takes = (to - progress_) * lap;
    if (now + takes > until_ms) {
      const double laps = (until_ms - now) / lap;
      progress_ += laps;
      use_fuel(laps, true);
      return until_ms;
    }
    use_fuel(to - progress_, true);
    progress_ = to;
    now += takes;
  }
  return now;
}

// The driver who owes most takes over, else the one with the most time left, when the turn is over or the rules end it.
void PlayedCar::change_driver(double now) {
  const std::size_t crew = std::min(car_->drivers, kMostDrivers);
  if (crew < 2) return;
  const double driven = now - stint_began_, next_stint_ms = tank_ * lap_ms_;
  owed_ms_[driver_] = std::max(0.0, owed_ms_[driver_] - driven);
  left_ms_[driver_] -= driven;
  std::size_t next = driver_ == 0 ? 1 : 0;
  double owed_by_others = 0;
  for (std::size_t i = 0; i < crew; ++i) {
    if (i == driver_) continue;
    owed_by_others += owed_ms_[i];
    const auto rank = [&](std::size_t who) { return std::pair(owed_ms_[who], left_ms_[who]); };
    if (rank(i) > rank(next)) next = i;
  }
  const double turn =
      car_->usual_turn_stints + draws_.uniform(kFirstStop + static_cast<std::uint64_t>(stops_) * kStopDraws + kTurn) - 0.5;
  const bool ends = turn_stints_ >= turn || left_ms_[driver_] < next_stint_ms || owed_by_others > limit_ - now - next_stint_ms;
  if (orders_->driver >= 0 && stops_ == 0) {
    next = static_cast<std::size_t>(orders_->driver);
    if (next == driver_) {
      ++turn_stints_;
      return;
    }
  } else if (!ends) {
    ++turn_stints_;
    return;
  }
  driver_ = next;
  turn_stints_ = 1;
  lap_ms_ = base_ms_ + crew_[next].pace_ms - crew_[car_->driver].pace_ms +
            crew_[next].error_ms * draws_.of(next + 1).normal(kPaceDraw);
}

void PlayedCar::stop(double now, const Phase& phase, const Surroundings& around) {
  const auto pace = static_cast<std::size_t>(phase.pace);
  const std::uint64_t draw = kFirstStop + static_cast<std::uint64_t>(stops_) * kStopDraws;
  const double left = std::max(0.0, filled_ - used_);
  const double home = laps_to_go(now, around) * orders_->burn + kReserveLaps;
  const double wanted = home <= last_tank_ ? home : tank_;
  double fill = std::max(0.0, wanted - left);
  if (stops_ == 0 && orders_->fill_laps > 0) fill = std::min(tank_ - left, orders_->fill_laps);
  const Spread& usual = class_->pit_loss_ms[pace];
  double loss =
      usual.mean + usual.spread * draws_.normal(draw + kLoss) + class_->fuel_ms_per_lap * (fill - class_->usual_fill_laps);
  if (draws_.uniform(draw + kRepair) < class_->repair_share) {
    loss += class_->repair_ms.mean * draws_.exponential(draw + kRepairSize);
  }
  loss = std::max(loss, class_->drive_through_ms) + stop_extra_ms_;
  stop_extra_ms_ = 0;
  change_driver(now);
  filled_ = left + fill;
  used_ = age_ = 0;
  wet_tyres_ = phase.wet;
  ordered_ = true;
  if (stops_ == 0) next_stop_lap_ = static_cast<std::int32_t>(std::lround(progress_));
  ++stops_;
  stint_began_ = now + loss;
  lane_left_ = loss;
  choose_target();
}

void PlayedCar::advance(const Phase& phase, const Surroundings& around) {
  if (!running_) return;
  const double end = std::min(phase.end, retires_at_);
  double now = phase.begin;
  bool planned = false;
  while (now < end) {
    if (now >= trouble_at_) {
      lane_left_ += car_->trouble_ms * draws_.exponential(kFirstTrouble + 2 * troubles_++ + 1);
      await_trouble(now);
    }
    const double until = std::min(end, trouble_at_);
    if (lane_left_ > 0) {
      const double stood = std::min(lane_left_, until - now);
      lane_left_ -= stood;
      now += stood;
      continue;
    }
    if (!planned) plan(phase, around);
    planned = true;
    const bool comes_in = in_lap_ != kNoLap;
    const double to_lap = comes_in ? static_cast<double>(in_lap_) : 1e9;
    now = drive(now, until, to_lap, phase, around);
    if (!comes_in || progress_ < to_lap) {
      now = until;
      continue;
    }
    stop(now, phase, around);
    planned = false;
  }
  if (retires_at_ <= phase.end) {
    running_ = false;
    out_ = true;
  }
}

}  // namespace stint::insight
