// One car in one future: how far it gets within a phase, and when its strategist calls it in.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "insight/strategy/futures/course.hpp"
#include "insight/strategy/futures/situation.hpp"

namespace stint::insight {

inline constexpr std::int32_t kNoLap = std::numeric_limits<std::int32_t>::max();

// What a car's strategist was told to do, beside the usual.
struct CarOrders {
  double burn = 1;       // fuel of a green lap; less when saving
  double saving_ms = 0;  // that saving costs, a lap
  double fill_laps = 0;  // at the next stop; 0: as much as is useful
  double stop_ms = 0;    // added to the next stop
  double drive_throughs = 0;
  std::int32_t driver = -1;   // who takes over at the next stop
  std::int32_t stop_lap = 0;  // in-lap of the next stop; 0: as its strategist likes
};

// What a car meets on the track, the same for all within a phase.
struct Surroundings {
  const Situation* situation = nullptr;
  double leader_lap_ms = 0;                     // of the fastest class
  std::array<double, kPaces> neutral_lap_ms{};  // of every car, under slow and behind
  std::span<const double> traffic_ms;           // by class: lap time lost to other classes against what is usual now
  std::span<const double> settled_share;        // by class: of a lap now, once the track is what it usually is
};

class PlayedCar {
 public:
  // Draws what holds for the whole future: pace, tank, when it breaks down.
  void start(const Situation& situation, std::size_t index, const CarOrders& orders, const Draws& draws);
  // To the end of the phase, or to the car's own end.
  void advance(const Phase& phase, const Surroundings& around);
  [[nodiscard]] bool on_track() const { return running_ && lane_left_ <= 0; }
  [[nodiscard]] bool running() const { return running_; }
  [[nodiscard]] bool out() const { return out_; }
  [[nodiscard]] double progress() const { return progress_; }
  [[nodiscard]] double lane_left() const { return lane_left_; }
  [[nodiscard]] double pace_ms(double at, const Surroundings& around) const;  // green lap by its driver
  // Planned or not; the lane passage of a penalty is one.
  [[nodiscard]] std::int32_t stops() const { return stops_ + static_cast<std::int32_t>(troubles_); }
  [[nodiscard]] std::int32_t next_stop_lap() const { return next_stop_lap_; }
  void move_to(double progress) { progress_ = progress; }

 private:
  void plan(const Phase& phase, const Surroundings& around);
  void choose_first_stop(const Situation& situation);
  void await_trouble(double from);
  void choose_target();
  void stand();
  [[nodiscard]] double reach() const;
  [[nodiscard]] std::int32_t next_lap() const;
  [[nodiscard]] std::int32_t fuel_lap(double burn, double to_go) const;
  [[nodiscard]] double laps_to_go(double now, const Surroundings& around) const;
  [[nodiscard]] double green_lap_ms(double now, double to, bool wet, const Surroundings& around) const;
  double drive(double from_ms, double until_ms, double to_lap, const Phase& phase, const Surroundings& around);
  void stop(double now, const Phase& phase, const Surroundings& around);
  void change_driver(double now);
  void use_fuel(double laps, bool green);

  const SituationCar* car_ = nullptr;
  const SituationClass* class_ = nullptr;
  const SituationDriver* crew_ = nullptr;
  const CarOrders* orders_ = nullptr;
  Draws draws_;
  double limit_ = 0;

  double progress_ = 0, lane_left_ = 0;
  double base_ms_ = 0;  // of a lap, but for the driver
  double lap_ms_ = 0;   // with him
  double tank_ = 0, last_tank_ = 0, filled_ = 0, used_ = 0, target_ = 0;
  double age_ = 0;  // of the tyres, laps
  double retires_at_ = 0;
  double trouble_at_ = 0;
  std::uint64_t troubles_ = 0;
  double stop_extra_ms_ = 0;
  std::array<double, kMostDrivers> owed_ms_{}, left_ms_{};
  std::size_t driver_ = 0;
  double turn_stints_ = 1, stint_began_ = 0;
  std::int32_t stops_ = 0, next_stop_lap_ = 0;
  std::int32_t planned_lap_ = 0;  // of the first stop; 0: by the tank; kNoLap: none
  std::int32_t in_lap_ = kNoLap;
  std::uint64_t answered_ = std::numeric_limits<std::uint64_t>::max();  // the caution that it has decided upon
  bool wet_tyres_ = false;
  bool running_ = false, out_ = false, ordered_ = false;
};

}  // namespace stint::insight
