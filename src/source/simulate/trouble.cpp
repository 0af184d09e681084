// RaceEngine when something goes wrong: mishaps on the track, and retirements.
#include <algorithm>
#include <cmath>

#include "source/simulate/mishaps.hpp"
#include "source/simulate/race_engine.hpp"

namespace stint::source {

// The car in the same sector that reaches its end at about the same time.
RaceCar* RaceEngine::nearest_rival(const RaceCar& car) {
  RaceCar* nearest = nullptr;
  const auto distance = [&](const RaceCar& other) { return other.due > car.due ? other.due - car.due : car.due - other.due; };
  for (RaceCar& other : cars_) {
    if (&other == &car || other.leg != Leg::run || other.sector != car.sector) continue;
    if (nearest == nullptr || distance(other) < distance(*nearest)) nearest = &other;
  }
  return nearest;
}

void RaceEngine::suffer(RaceCar& car) {
  Mishap& mishap = car.mishap;
  // Nothing is to be seen of it before the car stands in the pits for longer than usual.
  if (mishap.kind == MishapKind::unusual_stop) {
    inflict(car, mishap);
    return set_off(car, car.to);
  }
  MarshalReport report{mishap.kind, 0, car.sector, mishap.terminal, mishap.hold_ms, index_of(car), {car.number()}};
  RaceCar* other = mishap.kind == MishapKind::contact ? nearest_rival(car) : nullptr;
  mishap.id = truth_.incident(car, mishap, now_, other == nullptr ? std::string_view{} : other->number().view());
  car.lap_incidents.push_back(mishap.id);
  car.ailments.incidents.push_back(mishap.id);
  if (other != nullptr) {
    report.cars.push_back(other->number());
    other->owed_incident_ms += car.random.uniform(1'500, 9'000);
    other->lap_incidents.push_back(mishap.id);
  }
  report.incident = mishap.id;
  inflict(car, mishap);
  judge_by_occasion(car, "mishap", car.laps * circuit_.sectors() + car.sector);
  director_.report(now_, report);
  if (mishap.terminal) {
    publish(timing::CarStatus{car.number(), timing::CarState::stopped});
    return abandon(car, car.random.whole(150'000, 540'000));
  }
  if (mishap.hold_ms == 0) return resume(car);
  // A timing screen calls a car stopped when it has not moved for a while.
  constexpr RaceTime kCountsAsStopped = 20'000;
  car.standing_on_track = mishap.hold_ms >= kCountsAsStopped;
  if (car.standing_on_track) publish(timing::CarStatus{car.number(), timing::CarState::stopped});
  car.leg = Leg::held;
  car.due = now_ + mishap.hold_ms;
  car.lost.incident_ms += static_cast<double>(mishap.hold_ms);
}

// Goes on from where the mishap happened, with what it left behind.
void RaceEngine::resume(RaceCar& car) {
  if (car.standing_on_track) publish(timing::CarStatus{car.number(), timing::CarState::running});
  car.standing_on_track = false;
  close_cured(car);
  set_off(car, car.to);
}

void RaceEngine::abandon(RaceCar& car, RaceTime after) {
  car.abandoned_in_pit = car.leg == Leg::lane || car.leg == Leg::service;
  car.leg = Leg::abandoned;
  car.due = now_ + after;
}

void RaceEngine::retire(RaceCar& car) {
  truth_.retirement(car, now_, car.abandoned_in_pit ? "pit" : "track");
  publish(timing::CarStatus{car.number(), timing::CarState::retired});
  car.leg = Leg::over;
  car.due = kNever;
}

// What is wrong only on the timing screen: the sector's end was not seen, or its time can't be.
bool RaceEngine::mistimed(RaceCar& car) {
  if (plan_.timing_faults_per_hour <= 0) return false;
  const double hours = static_cast<double>(now_ - car.sector_began) / 3'600'000;
  return car.random.chance(plan_.timing_faults_per_hour * hours);
}

void RaceEngine::publish_mistimed_sector(RaceCar& car) {
  Mishap fault;
  fault.kind = MishapKind::timing_fault;
  const bool missing = car.random.chance(0.5);
  fault.detail = missing ? "missing" : "impossible";
  truth_.incident(car, fault, now_, {});
  if (missing) return;
  const double seen = static_cast<double>(now_ - car.sector_began) * car.random.uniform(0.1, 0.5);
  publish(timing::Sector{car.number(), car.laps + 1, car.sector + 1, timing::Millis{std::llround(seen)}});
}

// A driver may spend four of any six hours at the wheel: the rule that most races of a day have.
void RaceEngine::watch_drive_time(RaceCar& car) {
  constexpr RaceTime kLongestDrive = RaceTime{4} * 3'600'000;
  if (car.turn_driven_ms <= kLongestDrive || car.missed_change > 0) return;
  Mishap missed;
  missed.kind = MishapKind::driver_change;
  car.missed_change = truth_.incident(car, missed, now_, {});
}

// An incident is over when nothing of it is left.
void RaceEngine::close_cured(RaceCar& car) {
  const Ailments& ailments = car.ailments;
  if (ailments.damage > 0 || ailments.drift_laps > 0 || ailments.limp > 0 || ailments.must_stop) return;
  for (const std::int32_t id : ailments.incidents) truth_.incident_over(id, now_);
  car.ailments.incidents.clear();
}

}  // namespace stint::source
