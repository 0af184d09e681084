#include "source/simulate/race_engine.hpp"

#include <algorithm>
#include <tuple>

#include "source/simulate/entry_list.hpp"

namespace stint::source {
namespace {

constexpr RaceTime kFormation = 3 * kMinute;

std::string length_text(RaceTime length) {
  const RaceTime minutes = length / kMinute;
  return minutes % 60 == 0 ? std::to_string(minutes / 60) + "h" : std::to_string(minutes) + "min";
}

std::string event_name(RaceTime length, const std::string& place) {
  const RaceTime minutes = length / kMinute;
  const std::string name = minutes % 60 == 0 ? std::to_string(minutes / 60) + (minutes == 60 ? " Hour" : " Hours")
                                             : std::to_string(minutes) + " Minutes";
  return name + " of " + place;
}

}  // namespace

RaceEngine::RaceEngine(const SimulationPlan& plan, const Circuit& circuit, const SimulationData& data)
    : plan_(plan),
      circuit_(circuit),
      length_(plan.length.count()),
      bulletin_(plan.starts_at, circuit.utc_offset_min),
      truth_(plan.keep_truth),
      weather_(RandomStream(plan.seed, "weather"), length_, bulletin_.local_ms(0)),
      director_(circuit, length_, RandomStream(plan.seed, "race control"), bulletin_, truth_),
      random_(plan.seed, "race"),
      cars_(make_entry_list(plan.seed, plan.cars, circuit, data.classes, data.names)),
      queue_ends_(circuit.sector_share.size(), 0) {
  bounds_.push_back(0);
  for (const double share : circuit.sector_share) bounds_.push_back(bounds_.back() + share);
  bounds_.back() = 1;
  pit_entry_ = 1 - circuit.pit_entry_m / circuit.length_m;
  pit_exit_ = circuit.pit_exit_m / circuit.length_m;
}

bool RaceEngine::step() {
  if (stage_ == Stage::closed) return false;
  if (stage_ == Stage::grid) {
    assemble_grid();
    return true;
  }
  now_ = next_due();
  if (stage_ == Stage::formation) {
    start_race();
    return true;
  }
  // Race control before the cars: a car that crosses the line at the instant of a flag sees the flag.
  director_.act(now_);
  follow_director();
  if (next_minute_ == now_) pass_minute();
  if (safety_car_.due == now_) move_safety_car();
  while (RaceCar* car = first_car_due()) end_leg(*car);
  close_if_over();
  return true;
}

RaceTime RaceEngine::next_due() const {
  RaceTime first = std::min({next_minute_, safety_car_.due, director_.due()});
  for (const RaceCar& car : cars_) first = std::min(first, car.due);
  return first;
}

// Of those due now, the one that is furthest.
RaceCar* RaceEngine::first_car_due() {
  RaceCar* first = nullptr;
  for (RaceCar& car : cars_) {
    if (car.due == now_ && (first == nullptr || car.laps > first->laps)) first = &car;
  }
  return first;
}

void RaceEngine::publish_session(timing::SessionState state) {
  timing::Session session;
  session.source = "simulator";
  session.source_session_id =
      "sim-" + std::to_string(plan_.seed) + "-" + circuit_.key + "-" + length_text(length_) + "-" + std::to_string(plan_.cars);
  session.series = "Stint Demo";
  session.event = event_name(length_, circuit_.place);
  session.name = "Race";
  session.track = circuit_.name;
  session.kind = timing::SessionKind::race;
  session.state = state;
  session.limit = plan_.length;
  if (state != timing::SessionState::scheduled) session.started_at = plan_.starts_at;
  session.utc_offset_min = circuit_.utc_offset_min;
  session.lap_length_m = circuit_.length_m;
  publish(session);
}

void RaceEngine::assemble_grid() {
  now_ = -kFormation;
  publish_session(timing::SessionState::scheduled);
  for (const RaceCar& car : cars_) publish(car.entry);
  publish(weather_.reading());
  bulletin_.publish_message(now_, "FORMATION LAP");
  stage_ = Stage::formation;
}

void RaceEngine::start_race() {
  stage_ = Stage::racing;
  publish_session(timing::SessionState::running);
  director_.start(now_);
  constexpr double kRowMs = 420;         // between two cars of the rolling start
  constexpr double kClassGapMs = 4'000;  // between the classes
  double behind = 0;
  for (std::size_t i = 0; i < cars_.size(); ++i) {
    RaceCar& car = cars_[i];
    if (i > 0) behind += kRowMs + (cars_[i - 1].kind == car.kind ? 0 : kClassGapMs);
    car.owed_start_ms = behind;
    car.fuel_laps = car.tank_laps;
    truth_.car(car, static_cast<std::int32_t>(i) + 1);
    publish(timing::DriverChange{car.number(), std::nullopt, car.at_wheel().id, 1});
    publish(timing::CarStatus{car.number(), timing::CarState::running});
    begin_lap(car);
    set_off(car, 0);
  }
  pass_minute();
}

void RaceEngine::pass_minute() {
  if (now_ > 0) weather_.advance(now_);
  timing::Clock clock;
  clock.elapsed = timing::Millis{now_};
  clock.remaining = timing::Millis{std::max<RaceTime>(0, length_ - now_)};
  publish(clock);
  publish(weather_.reading());
  director_.weather(now_, weather_.raining(), weather_.wetness());
  next_minute_ = now_ + kMinute;
}

void RaceEngine::follow_director() {
  for (const Penalty& penalty : director_.take_penalties()) {
    cars_[penalty.car].drive_through_due |= penalty.drive_through;
    cars_[penalty.car].penalty_s += penalty.seconds;
  }
  if (director_.phase() == phase_) return;
  const TrackPhase before = phase_;
  phase_ = director_.phase();
  if (phase_ == TrackPhase::red) {
    safety_car_ = {};
    publish_session(timing::SessionState::paused);
    close_pit_exit();
  }
  replan_field(before);
  if (phase_ == TrackPhase::safety_car) call_safety_car();
  if (before == TrackPhase::red) {
    publish_session(timing::SessionState::running);
    send_safety_car();
    open_pit_exit();
  }
}

void RaceEngine::show_chequered() {
  over_ = true;
  director_.chequered(now_);
  // A car that would stand for long doesn't come back for one lap.
  constexpr RaceTime kWorthWaiting = 6 * kMinute;
  for (RaceCar& car : cars_) {
    if (car.leg != Leg::service || car.leaves_at < now_ + kWorthWaiting) continue;
    truth_.stop(car, now_, false);
    abandon(car, 1'000);
  }
}

void RaceEngine::close_if_over() {
  if (!std::ranges::all_of(cars_, [](const RaceCar& car) { return car.leg == Leg::over; })) return;
  publish_session(timing::SessionState::finished);
  publish_results();
  stage_ = Stage::closed;
}

// Classified: took the chequered flag with at least 70 % of the winner's laps.
void RaceEngine::publish_results() {
  std::vector<const RaceCar*> order;
  for (const RaceCar& car : cars_) order.push_back(&car);
  std::ranges::stable_sort(order, {}, [](const RaceCar* car) { return std::tuple(-car->laps, car->last_line); });
  const RaceCar& winner = *order.front();
  std::int32_t position = 0;
  std::map<std::string_view, std::int32_t> class_positions;
  for (const RaceCar* car : order) {
    timing::OfficialStanding row;
    row.car = car->number();
    row.laps = car->laps;
    if (car->laps > 0) row.total_time = timing::Millis{car->last_line};
    if (car->laps == winner.laps)
      row.gap = timing::Millis{car->last_line - winner.last_line};
    else
      row.gap_laps = winner.laps - car->laps;
    const bool classified = car->took_flag && car->laps * 10 >= winner.laps * 7;
    row.status = classified ? "classified" : car->took_flag ? "not classified" : "retired";
    if (classified) {
      row.position = ++position;
      row.class_position = ++class_positions[car->kind->name];
    }
    publish(row);
  }
}

}  // namespace stint::source
