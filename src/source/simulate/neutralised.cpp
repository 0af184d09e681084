// RaceEngine under caution: slow laps without passing, the safety car and its queue, and cars that wait for a red flag to end.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "source/simulate/race_engine.hpp"

namespace stint::source {

// Keeps the car behind those that are in its sector already.
void RaceEngine::queue_up(RaceCar& car) {
  constexpr RaceTime kHeadway = 900;
  car.saw_caution = true;
  RaceTime& last = queue_ends_[static_cast<std::size_t>(car.sector)];
  car.due = std::max(car.due, last + kHeadway + car.random.whole(0, 500));
  last = std::max(last, car.due);
}

// All cars on the track carry on from where they are, at the pace of the new flags; those ahead first, since they may hold the
// others.
void RaceEngine::replan_field(TrackPhase before) {
  std::ranges::fill(queue_ends_, 0);
  std::vector<RaceCar*> running;
  for (RaceCar& car : cars_) {
    if (car.leg != Leg::run) continue;
    const double left = static_cast<double>(car.due - now_) / static_cast<double>(car.due - car.began);
    const double place = car.to - (car.to - car.from) * left;
    use_up(car, place - car.from, before);
    car.from = place;
    running.push_back(&car);
  }
  std::ranges::stable_sort(running, std::ranges::greater{},
                           [](const RaceCar* car) { return std::tuple(car->sector, car->from); });
  for (RaceCar* car : running) replan(*car, before);
}

void RaceEngine::replan(RaceCar& car, TrackPhase before) {
  car.saw_caution = true;
  const double lane = (1 - pit_entry_) * car.clean_lap_ms;
  if (phase_ == TrackPhase::red && last_sector(car) && car.goal == Goal::sector_end && car.from < pit_entry_) {
    car.goal = Goal::pit_entry;
    car.to = pit_entry_;
    car.stop_reason = StopReason::red_flag;
    car.lap_clean_ms -= lane;
  } else if (before == TrackPhase::red && car.goal == Goal::pit_entry && car.stop_reason == StopReason::red_flag) {
    car.goal = Goal::sector_end;
    car.to = 1;
    car.stop_reason = StopReason::none;
    car.lap_clean_ms += lane;
  }
  car.began = now_;
  car.due = now_ + std::max<RaceTime>(1, std::llround((car.to - car.from) * lap_ms_in_phase(car)));
  if (phase_ != TrackPhase::green) queue_up(car);
}

void RaceEngine::call_safety_car() {
  safety_car_ = {};
  safety_car_.called_at = now_;
}

// Onto the track at the line, ahead of whoever crosses it next.
void RaceEngine::send_safety_car() {
  safety_car_.called_at = kNever;
  safety_car_.laps_left = director_.safety_car_laps();
  safety_car_.sector = -1;
  safety_car_.due = now_;
  move_safety_car();
}

void RaceEngine::move_safety_car() {
  if (++safety_car_.sector == circuit_.sectors()) {
    safety_car_.sector = 0;
    if (--safety_car_.laps_left == 1) director_.safety_car_in_this_lap(now_);
    if (safety_car_.laps_left == 0) {
      safety_car_ = {};
      director_.safety_car_gone(now_);
      return follow_director();
    }
  }
  const auto sector = static_cast<std::size_t>(safety_car_.sector);
  const double ms = circuit_.sector_share[sector] * circuit_.lap_ms_at(circuit_.safety_car_kph);
  safety_car_.due = now_ + static_cast<RaceTime>(ms);
  queue_ends_[sector] = std::max(queue_ends_[sector], safety_car_.due);
}

void RaceEngine::close_pit_exit() {
  for (RaceCar& car : cars_) {
    if (car.leg != Leg::service) continue;
    if (car.due == car.leaves_at) car.due = kNever;
    car.leaves_at = kNever;
  }
}

// Cars leave in race order, one after the other.
void RaceEngine::open_pit_exit() {
  constexpr RaceTime kFirstOutMs = 4'000;
  constexpr RaceTime kOneByOneMs = 2'500;
  std::vector<RaceCar*> waiting;
  for (RaceCar& car : cars_) {
    if (car.leg == Leg::service) waiting.push_back(&car);
  }
  std::ranges::stable_sort(waiting, {}, [](const RaceCar* car) { return std::tuple(-car->laps, car->last_line); });
  RaceTime slot = now_ + kFirstOutMs + static_cast<RaceTime>(circuit_.lane_ms(circuit_.pit_exit_m));
  for (RaceCar* car : waiting) {
    car->leaves_at = std::max(car->ready_at, slot);
    if (car->due == kNever) car->due = car->leaves_at;
    slot += kOneByOneMs;
  }
}

}  // namespace stint::source
