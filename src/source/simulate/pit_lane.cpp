// RaceEngine in the pit lane: coming in, standing, going out.
#include <algorithm>
#include <utility>

#include "source/simulate/pit_strategy.hpp"
#include "source/simulate/race_engine.hpp"

namespace stint::source {

// Laps that the car can expect to do after its next crossing of the line.
double RaceEngine::laps_to_go(const RaceCar& car) const {
  const double left = static_cast<double>(length_ - now_) / car.clean_lap_ms;
  return over_ ? 0 : std::max(1.0, left + 1);
}

StopReason RaceEngine::choose_stop(RaceCar& car, double from) {
  if (car.stop_reason != StopReason::none) return car.stop_reason;  // decided before a mishap in the same sector
  StopOutlook outlook;
  outlook.fuel_at_line = car.fuel_laps - (1 - from);
  outlook.laps_to_go = laps_to_go(car) - (1 - from);
  outlook.caution = phase_ == TrackPhase::fcy || phase_ == TrackPhase::safety_car;
  outlook.caution_number = director_.caution_number();
  outlook.red = phase_ == TrackPhase::red;
  outlook.over = over_;
  const auto wall = walls_.find(car.number());
  if (wall == walls_.end()) return decide_stop(car, outlook);
  const StopReason forced = forced_stop(car, outlook);
  if (forced != StopReason::none || outlook.over) return forced;
  const bool comes_in = wall->second({.at = bulletin_.instant(now_),
                                      .lap = car.laps + 1,
                                      .fuel_laps_at_line = outlook.fuel_at_line,
                                      .tank_laps = car.tank_laps,
                                      .may_wait = laps_to_empty(outlook.fuel_at_line),
                                      .caution = outlook.caution});
  if (!comes_in) return StopReason::none;
  return outlook.caution ? StopReason::caution : StopReason::fuel;
}

void RaceEngine::enter_pit_lane(RaceCar& car) {
  publish(timing::PitIn{car.number(), car.laps + 1});
  car.leg = Leg::lane;
  car.in_lap = true;
  car.in_lap_number = car.laps + 1;
  car.lane_began = now_;
  car.due = now_ + static_cast<RaceTime>(circuit_.lane_ms(circuit_.pit_entry_m));
  car.unusual_stop = 0;
  if (car.stop_reason == StopReason::penalty) begin_unusual_stop(car, "drive_through");
}

// From the line: to the box, service, and to the pit exit.
void RaceEngine::stand_in_pit(RaceCar& car) {
  const bool beyond_repair = gives_up(car);
  draw_by_occasion(car, "visit", ++car.box_visits);
  car.standing_ms = service(car, now_, laps_to_go(car));
  if (beyond_repair) {
    truth_.stop(car, now_, false);
    return abandon(car, car.random.whole(240'000, 1'200'000));
  }
  close_cured(car);
  car.leg = Leg::service;
  const auto lane = static_cast<RaceTime>(circuit_.lane_ms(circuit_.pit_exit_m));
  car.ready_at = now_ + lane + car.standing_ms;
  car.leaves_at = phase_ == TrackPhase::red ? kNever : car.ready_at;
  const bool changes = car.driver != car.driver_before;
  if (changes && car.missed_change > 0) truth_.incident_over(std::exchange(car.missed_change, 0), now_);
  // The new driver is in well before the car is let go.
  car.change_at = changes ? now_ + lane / 2 + car.standing_ms / 2 : kNever;
  constexpr RaceTime kUnusualWork = 25'000;
  car.overrun_at = car.repaired_ms >= kUnusualWork ? car.ready_at - car.repaired_ms : kNever;
  car.due = std::min({car.change_at, car.overrun_at, car.leaves_at});
}

void RaceEngine::begin_unusual_stop(RaceCar& car, std::string_view detail) {
  Mishap stop;
  stop.kind = MishapKind::unusual_stop;
  stop.detail = detail;
  car.unusual_stop = truth_.incident(car, stop, now_, {});
}

// The car stands in its box: a step of the work is done, or it leaves the lane.
void RaceEngine::end_service(RaceCar& car) {
  if (now_ == car.change_at) {
    publish(timing::DriverChange{car.number(), car.crew[car.driver_before].id, car.at_wheel().id, car.laps + 1});
    car.change_at = kNever;
  }
  if (now_ == car.overrun_at) {
    begin_unusual_stop(car, "repair");
    car.overrun_at = kNever;
  }
  if (now_ != car.leaves_at) {
    car.due = std::min({car.change_at, car.overrun_at, car.leaves_at});
    return;
  }
  if (car.unusual_stop > 0) truth_.incident_over(car.unusual_stop, now_);
  publish(timing::PitOut{car.number(), car.laps + 1, timing::Millis{now_ - car.lane_began}});
  truth_.stop(car, now_, true);
  car.out_lap = true;
  car.lost.pit_ms += now_ - car.lap_began;
  car.stop_reason = StopReason::none;
  constexpr double kSpeedingChance = 0.006;
  if (phase_ != TrackPhase::red && car.random.chance(kSpeedingChance)) {
    judge_by_occasion(car, "visit", car.box_visits);
    director_.speeding_in_pit_lane(now_, index_of(car), car.number());
  }
  set_off(car, pit_exit_);
}

}  // namespace stint::source
