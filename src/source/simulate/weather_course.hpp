// The weather over a race, minute by minute: air and track temperature, wind, and now and then light rain.
#pragma once

#include <vector>

#include "source/simulate/race_car.hpp"

namespace stint::source {

// A shower: rain falls from `begins` to `ends`; the track gets wet meanwhile and dries afterwards.
struct Shower {
  RaceTime begins = 0, ends = 0;
  double strength = 0;  // wetness that it tends to, 0..1
};

class WeatherCourse {
 public:
  // `local_start_ms`: local time of day at the start, in milliseconds since midnight.
  WeatherCourse(RandomStream random, RaceTime length, RaceTime local_start_ms);

  // One minute further. Call in order.
  void advance(RaceTime now);

  [[nodiscard]] timing::Weather reading() const;
  [[nodiscard]] double wetness() const { return wetness_; }  // of the track, 0 dry .. 1 fully wet
  [[nodiscard]] bool raining() const { return raining_; }
  // Pace loss of the dry track against its best, of a lap: rubber comes with time, heat costs.
  [[nodiscard]] double dry_track_loss() const { return dry_loss_; }

 private:
  RandomStream random_;
  RaceTime local_start_ms_;
  std::vector<Shower> showers_;
  double mean_air_, swing_;
  double drift_ = 0;  // slow random walk of the air temperature
  double air_ = 20, track_ = 25, humidity_ = 60, wind_ = 8, wind_dir_ = 180, pressure_ = 1012;
  double wetness_ = 0, rubber_ = 0, dry_loss_ = 0;
  bool raining_ = false;
};

}  // namespace stint::source
