// The running cars as a strategist sees them at one instant: where each is, how fast it will go on, what its next stop costs.
//
// Built once from a snapshot and what was measured; every decision is a function of it. Times are milliseconds as double,
// relative to the snapshot's instant: negative has happened. Both arguments must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "insight/strategy/decisions/fresh_gain.hpp"
#include "insight/strategy/decisions/stop_loss.hpp"
#include "insight/strategy/measure/measured.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

// A car that has completed a lap and is neither retired nor finished.
struct CarNow {
  const race::CarSnapshot* seen = nullptr;
  const CarMeasure* measured = nullptr;  // never null
  std::size_t class_index = 0;           // in Measured::classes
  std::int32_t laps = 0;                 // completed
  double line_ms = 0;                    // when it last crossed the line; <= 0
  double point_ms = 0;                   // when it last crossed any timing point: the line, or a sector's end; <= 0
  double lap_left = 1;                   // share of a lap from that point to the line
  double lap_ms = 0;                     // usual green lap; > 0
  double lap_spread_ms = 0;              // of one lap about it
  double tank_laps = 0;                  // 0: unknown
  double since_stop = 0;                 // laps completed since its last stop
  bool in_lane = false;                  // between pit entry and pit exit
  bool lane_after_line = false;          // in the lane, and the line is behind it: archives know no other case
  [[nodiscard]] const race::CarNumber& number() const { return seen->number(); }
};

class FieldNow {
 public:
  FieldNow(const race::Snapshot& race, const Measured& measured);

  [[nodiscard]] std::span<const CarNow> cars() const { return cars_; }
  [[nodiscard]] const CarNow* find(const race::CarNumber& car) const;
  [[nodiscard]] const race::Snapshot& race() const { return *race_; }
  [[nodiscard]] const Measured& measured() const { return *measured_; }
  [[nodiscard]] const StopLosses& losses() const { return losses_; }
  // What a lap right after a stop is faster than one right before it, of the class; nullopt: not seen often enough yet.
  [[nodiscard]] const std::optional<Measure>& fresh_gain(std::size_t class_index) const { return fresh_gains_[class_index]; }
  [[nodiscard]] Pace pace_now() const { return pace_; }

  // When the car ends lap `laps + ahead` if it makes no further stop, at the pace given; a stop that is under way costs what
  // is left of it. REQUIRES: ahead >= 1.
  [[nodiscard]] double line_crossing_ms(const CarNow& car, std::int32_t ahead, Pace pace) const;
  // When the car ended lap `lap`, if it has: an instant that has happened. nullopt if it was not timed.
  [[nodiscard]] std::optional<double> crossed_ms(const CarNow& car, std::int32_t lap) const;
  // What is left to lose of the stop that the car is making; 0 on the track.
  [[nodiscard]] double loss_left_ms(const CarNow& car) const;
  // Laps until the flag, the one under way included; nullopt: the race's length isn't known.
  [[nodiscard]] std::optional<double> laps_left(const CarNow& car) const;
  // Fuel that a stop at the end of the lap under way takes, in laps of the car: what it has burnt, no more than is needed to
  // the flag.
  [[nodiscard]] double fill_laps(const CarNow& car) const;
  // The lap time under a pace over the green one, of the car's class.
  [[nodiscard]] double slow_down(const CarNow& car, Pace pace) const;

 private:
  const race::Snapshot* race_;
  const Measured* measured_;
  StopLosses losses_;
  std::vector<std::optional<Measure>> fresh_gains_;  // by class
  Pace pace_ = Pace::green;
  std::vector<CarNow> cars_;  // overall order
};

}  // namespace stint::insight
