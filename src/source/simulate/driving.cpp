// RaceEngine on the track: laps, sectors, and how long each leg takes.
#include <algorithm>
#include <cmath>

#include "source/simulate/mishaps.hpp"
#include "source/simulate/pace.hpp"
#include "source/simulate/race_engine.hpp"
#include "source/simulate/traffic.hpp"

namespace stint::source {
namespace {

// A neutralised lap burns less and wears less.
constexpr double kCautionFuel = 0.45;
constexpr double kCautionWear = 0.35;
// A waved yellow: lift before the place.
constexpr double kYellowLoss = 0.015;
// Length of a slow zone, of a lap.
constexpr double kSlowZone = 0.05;

}  // namespace

// Where stops are decided outside every car draws its luck anew by lap, sector and stop: so two plans meet the same race, and
// differ by what was decided alone.
void RaceEngine::draw_by_occasion(RaceCar& car, std::string_view occasion, std::int32_t number) {
  if (walls_.empty()) return;
  car.random =
      RandomStream(plan_.seed, "car " + car.number().str() + " " + std::string(occasion) + " " + std::to_string(number));
}

// Race control's luck likewise: one report more must not change every caution after it.
void RaceEngine::judge_by_occasion(const RaceCar& car, std::string_view occasion, std::int32_t number) {
  if (walls_.empty()) return;
  director_.draw_from(RandomStream(
      plan_.seed, "race control on " + car.number().str() + " " + std::string(occasion) + " " + std::to_string(number)));
}

void RaceEngine::begin_lap(RaceCar& car) {
  draw_by_occasion(car, "lap", car.laps);
  car.lap_began = now_;
  car.sector = 0;
  car.in_lap = car.out_lap = car.saw_caution = false;
  car.stop_reason = StopReason::none;
  car.lap_clean_ms = 0;
  car.lost = {};
  Ailments& ailments = car.ailments;
  ailments.limp = ailments.must_stop ? ailments.limp : 0;
  if (ailments.drift_laps > 0) {
    ailments.drift += ailments.drift_per_lap;
    ailments.must_stop |= --ailments.drift_laps == 0;
  }
  close_cured(car);
  car.lap_incidents = ailments.incidents;
  car.lap_form = next_lap_noise(car);
}

void RaceEngine::set_off(RaceCar& car, double from) {
  const auto sector = static_cast<std::size_t>(car.sector);
  if (from == bounds_[sector]) draw_by_occasion(car, "sector", car.laps * circuit_.sectors() + car.sector);
  car.clean_lap_ms = clean_lap_ms(car, circuit_, weather_);
  const double ill = car.ailments.damage + car.ailments.drift + car.ailments.limp;
  car.free_lap_ms = car.clean_lap_ms * (1 + car.lap_form + sector_noise(car)) * (1 + ill);
  run(car, from);
}

// From a place in the sector to its end, to the pit entry, or to where something goes wrong.
void RaceEngine::run(RaceCar& car, double from) {
  double to = bounds_[static_cast<std::size_t>(car.sector) + 1];
  Goal goal = Goal::sector_end;
  if (last_sector(car) && from < pit_entry_) {
    car.stop_reason = choose_stop(car, from);
    if (car.stop_reason != StopReason::none) {
      goal = Goal::pit_entry;
      to = pit_entry_;
    }
  }
  if (phase_ == TrackPhase::green && !over_) {
    const double hours = plan_.trouble * (to - from) * car.free_lap_ms / 3'600'000;
    const auto mishap = draw_mishap(car, hours, weather_.wetness(), car.laps == 0);
    // Nothing befalls a car whose stops are decided outside: one mishap outweighs all that stops can gain.
    if (mishap && !walls_.contains(car.number())) {
      car.mishap = *mishap;
      goal = Goal::mishap;
      to = from + (to - from) * car.random.uniform(0.1, 0.9);
    }
  }
  car.lap_clean_ms += (to - from) * car.clean_lap_ms;
  drive_to(car, from, to, goal);
}

double RaceEngine::lap_ms_in_phase(const RaceCar& car) const {
  switch (phase_) {
    case TrackPhase::green:
      return car.free_lap_ms;
    case TrackPhase::fcy:
      return std::max(car.free_lap_ms, circuit_.lap_ms_at(circuit_.caution_kph));
    // Closing up to the queue: faster than the safety car, well below race pace.
    case TrackPhase::safety_car:
      return std::max(car.free_lap_ms * 1.08, circuit_.lap_ms_at(circuit_.safety_car_kph * 1.35));
    case TrackPhase::red:
      return std::max(car.free_lap_ms, circuit_.lap_ms_at(circuit_.caution_kph * 1.2));
  }
  return car.free_lap_ms;
}

// Time over `distance` of a lap at race pace, with what is owed and local flags; books where it is lost.
double RaceEngine::green_run_ms(RaceCar& car, double distance) {
  const double ill = car.ailments.damage + car.ailments.drift + car.ailments.limp;
  double ms = distance * car.free_lap_ms;
  car.lost.ailment_ms += ms - ms / (1 + ill);
  ms += car.owed_ms + car.owed_start_ms + car.owed_incident_ms;
  car.lost.traffic_ms += car.owed_ms;
  car.lost.start_ms += car.owed_start_ms;
  car.lost.incident_ms += car.owed_incident_ms;
  car.owed_ms = car.owed_start_ms = car.owed_incident_ms = 0;
  if (director_.yellow(car.sector)) {
    ms += distance * car.free_lap_ms * kYellowLoss;
    car.saw_caution = true;
  }
  if (director_.slow(car.sector)) {
    const double share = distance / circuit_.sector_share[static_cast<std::size_t>(car.sector)];
    ms += share * kSlowZone * std::max(0.0, circuit_.lap_ms_at(circuit_.caution_kph) - car.free_lap_ms);
    car.saw_caution = true;
  }
  return ms;
}

void RaceEngine::drive_to(RaceCar& car, double from, double to, Goal goal) {
  car.leg = Leg::run;
  car.goal = goal;
  car.from = from;
  car.to = to;
  car.began = now_;
  const bool green = phase_ == TrackPhase::green;
  const double ms = green ? green_run_ms(car, to - from) : (to - from) * lap_ms_in_phase(car);
  car.due = now_ + std::max<RaceTime>(1, std::llround(ms));
  if (!green) {
    queue_up(car);
  } else if (goal == Goal::sector_end && (car.laps > 0 || car.sector > 0)) {
    const RaceTime alone = car.due;
    car.due = through_traffic(cars_, index_of(car), alone, circuit_, !director_.yellow(car.sector));
    car.lost.traffic_ms += static_cast<double>(car.due - alone);
  }
}

void RaceEngine::use_up(RaceCar& car, double distance, TrackPhase phase) {
  const bool green = phase == TrackPhase::green;
  car.fuel_laps = std::max(0.0, car.fuel_laps - distance * (green ? 1 : kCautionFuel));
  car.tyre_laps += distance * (green ? 1 : kCautionWear);
}

void RaceEngine::end_leg(RaceCar& car) {
  switch (car.leg) {
    case Leg::run:
      return end_run(car);
    case Leg::lane:
      return end_sector(car);
    case Leg::service:
      return end_service(car);
    case Leg::held:
      return resume(car);
    case Leg::abandoned:
      return retire(car);
    case Leg::over:
      return;
  }
}

void RaceEngine::end_run(RaceCar& car) {
  use_up(car, car.to - car.from, phase_);
  switch (car.goal) {
    case Goal::sector_end:
      return end_sector(car);
    case Goal::pit_entry:
      return enter_pit_lane(car);
    case Goal::mishap:
      return suffer(car);
  }
}

void RaceEngine::end_sector(RaceCar& car) {
  if (mistimed(car))
    publish_mistimed_sector(car);
  else
    publish(timing::Sector{car.number(), car.laps + 1, car.sector + 1, timing::Millis{now_ - car.sector_began}});
  car.sector_began = now_;
  if (last_sector(car)) return cross_line(car);
  ++car.sector;
  set_off(car, bounds_[static_cast<std::size_t>(car.sector)]);
}

// The first of those still in the race to complete its lap.
bool RaceEngine::leads(const RaceCar& car) const {
  return std::ranges::none_of(
      cars_, [&](const RaceCar& other) { return &other != &car && !other.out_of_race() && other.laps >= car.laps; });
}

void RaceEngine::cross_line(RaceCar& car) {
  const RaceTime time = now_ - car.lap_began;
  ++car.laps;
  car.last_line = now_;
  car.at_wheel().driven_ms += time;
  if (car.leg == Leg::lane) car.lost.pit_ms += now_ - car.lane_began;
  car.turn_driven_ms += time - car.lost.pit_ms;
  watch_drive_time(car);
  const bool leader = leads(car);
  // If the leader doesn't come round, the next car ends the race.
  constexpr RaceTime kPatience = RaceTime{15} * 60'000;
  if (!over_ && now_ >= length_ && (leader || now_ >= length_ + kPatience)) show_chequered();
  publish_lap(car, timing::Millis{time});
  truth_.lap(car, now_, time, weather_.wetness());
  if (over_) return finish(car);
  if (safety_car_.called() && (leader || now_ > safety_car_.called_at + kPatience / 2)) send_safety_car();
  const bool in_pit = car.leg == Leg::lane;
  const StopReason reason = car.stop_reason;
  begin_lap(car);
  if (!in_pit) return set_off(car, 0);
  car.stop_reason = reason;
  stand_in_pit(car);
}

void RaceEngine::publish_lap(RaceCar& car, timing::Millis time) {
  timing::Lap lap;
  lap.car = car.number();
  lap.lap = car.laps;
  lap.time = time;
  lap.driver = car.at_wheel().id;
  lap.flag = director_.flag();
  const bool slow = phase_ != TrackPhase::green;
  const double wet = 1 - 0.1 * weather_.wetness();
  // What fails is the engine or what it drives: speed is lost where it counts most.
  const double failing = 1 - 1.5 * car.ailments.drift;
  lap.top_speed_kph =
      rounded_tenth(slow ? circuit_.caution_kph + car.random.uniform(0, 12)
                         : circuit_.speed_trap_kph * car.kind->top_speed * wet * failing * (1 + 0.004 * car.random.normal()));
  lap.in_lap = car.in_lap;
  lap.out_lap = car.out_lap;
  publish(lap);
}

void RaceEngine::finish(RaceCar& car) {
  car.leg = Leg::over;
  car.due = kNever;
  car.took_flag = true;
  publish(timing::CarStatus{car.number(), timing::CarState::finished});
}

}  // namespace stint::source
