// The race itself: drives every car from leg to leg and publishes what a timing system would see.
//
// Time goes from instant to instant at which something is due: a car's leg ends, the safety car passes a point, race control
// acts, a minute is full. A change of flags re-plans the legs of all cars on the track from where they are.
#pragma once

#include <map>
#include <vector>

#include "source/simulate/bulletin.hpp"
#include "source/simulate/race_car.hpp"
#include "source/simulate/race_director.hpp"
#include "source/simulate/simulator.hpp"
#include "source/simulate/truth_log.hpp"
#include "source/simulate/weather_course.hpp"

namespace stint::source {

class RaceEngine {
 public:
  // `circuit` and `data` must outlive the engine.
  RaceEngine(const SimulationPlan& plan, const Circuit& circuit, const SimulationData& data);

  // Lets everything of the next instant happen; false once the race is over.
  bool step();

  void decide_stops(const timing::CarNumber& car, PitWall wall) { walls_.insert_or_assign(car, std::move(wall)); }

  [[nodiscard]] Bulletin& bulletin() { return bulletin_; }
  [[nodiscard]] TruthLog& truth() { return truth_; }

 private:
  enum class Stage : std::uint8_t { grid, formation, racing, closed };

  // Leads the field when it is called; joins ahead of the leader at the line.
  struct SafetyCar {
    RaceTime called_at = kNever;
    RaceTime due = kNever;
    std::int32_t sector = 0;
    std::int32_t laps_left = 0;
    [[nodiscard]] bool called() const { return called_at != kNever; }
  };

  // race_engine.cpp: the course of the race
  [[nodiscard]] RaceTime next_due() const;
  [[nodiscard]] RaceCar* first_car_due();
  void assemble_grid();
  void start_race();
  void pass_minute();
  void publish_session(timing::SessionState state);
  void follow_director();
  void show_chequered();
  void close_if_over();
  void publish_results();

  // driving.cpp: on the track
  void begin_lap(RaceCar& car);
  void draw_by_occasion(RaceCar& car, std::string_view occasion, std::int32_t number);
  void judge_by_occasion(const RaceCar& car, std::string_view occasion, std::int32_t number);
  void set_off(RaceCar& car, double from);
  void run(RaceCar& car, double from);
  void drive_to(RaceCar& car, double from, double to, Goal goal);
  void end_leg(RaceCar& car);
  void end_run(RaceCar& car);
  void end_sector(RaceCar& car);
  void cross_line(RaceCar& car);
  void publish_lap(RaceCar& car, timing::Millis time);
  [[nodiscard]] bool leads(const RaceCar& car) const;
  [[nodiscard]] double lap_ms_in_phase(const RaceCar& car) const;
  [[nodiscard]] double green_run_ms(RaceCar& car, double distance);
  void use_up(RaceCar& car, double distance, TrackPhase phase);
  void finish(RaceCar& car);

  // neutralised.cpp: under caution
  void replan_field(TrackPhase before);
  void replan(RaceCar& car, TrackPhase before);
  void call_safety_car();
  void send_safety_car();
  void move_safety_car();
  void close_pit_exit();
  void open_pit_exit();
  void queue_up(RaceCar& car);

  // pit_lane.cpp
  [[nodiscard]] StopReason choose_stop(RaceCar& car, double from);
  void enter_pit_lane(RaceCar& car);
  void stand_in_pit(RaceCar& car);
  void end_service(RaceCar& car);
  void begin_unusual_stop(RaceCar& car, std::string_view detail);
  [[nodiscard]] double laps_to_go(const RaceCar& car) const;

  // trouble.cpp: what goes wrong
  void suffer(RaceCar& car);
  [[nodiscard]] RaceCar* nearest_rival(const RaceCar& car);
  void resume(RaceCar& car);
  void abandon(RaceCar& car, RaceTime after);
  void retire(RaceCar& car);
  void close_cured(RaceCar& car);
  [[nodiscard]] bool mistimed(RaceCar& car);
  void publish_mistimed_sector(RaceCar& car);
  void watch_drive_time(RaceCar& car);

  [[nodiscard]] std::size_t index_of(const RaceCar& car) const { return static_cast<std::size_t>(&car - cars_.data()); }
  [[nodiscard]] bool last_sector(const RaceCar& car) const { return car.sector + 1 == circuit_.sectors(); }
  void publish(timing::EventBody body) { bulletin_.publish(now_, std::move(body)); }

  SimulationPlan plan_;
  const Circuit& circuit_;
  RaceTime length_;
  Bulletin bulletin_;
  TruthLog truth_;
  WeatherCourse weather_;
  RaceDirector director_;
  RandomStream random_;
  std::vector<RaceCar> cars_;
  std::vector<double> bounds_;           // of the sectors, 0 .. 1 of the lap's time
  double pit_entry_ = 1, pit_exit_ = 0;  // of the lap
  std::vector<RaceTime>
      queue_ends_;  // by sector: when the last car in line will have passed its end, where passing is forbidden
  SafetyCar safety_car_;
  Stage stage_ = Stage::grid;
  TrackPhase phase_ = TrackPhase::green;
  RaceTime now_ = 0, next_minute_ = 0;
  bool over_ = false;                           // the chequered flag is out
  std::map<timing::CarNumber, PitWall> walls_;  // of the cars whose stops are decided outside
};

}  // namespace stint::source
