// Whether a car has become slower than it was, by a change-point test: the cumulative sum (Page's CUSUM) of how much slower
// each green lap was than the same driver's laps before, class and circumstances taken out, and the same of its top speed.
#pragma once

#include <cstdint>
#include <optional>

#include "insight/field/recent_median.hpp"

namespace stint::insight {

class PaceDrift {
 public:
  // A green lap: `excess` over what the class's laps of the same minutes make of the car's long-run pace (0.01 = 1 % slower);
  // top speed in km/h if it is timed.
  void add(double excess, std::optional<double> top_speed_kph);
  // Another driver, another set of tyres, another track: what was before is no measure any more.
  void begin_anew();

  // Laps since the change began, and how much slower (0.01 = 1 %) they were; nullopt while there is none.
  struct Change {
    std::int32_t laps = 0;
    double sureness = 1;  // the sum, in alarms
    double slower = 0;
    double growth = 0;      // of it by lap: that of the later half above the earlier half, over half its laps
    double speed_lost = 0;  // of the top speed
  };
  [[nodiscard]] std::optional<Change> change() const;

 private:
  static constexpr double kAllowance = 0.0065;  // a lap may be so much slower without counting; more where laps vary more
  static constexpr double kAlarm = 0.12;        // sum of what is beyond it; more where laps vary more
  static constexpr double kMostOfALap = 0.02;   // one lap counts for no more: a slow lap is no slow car
  // How much the car's laps vary: their median distance from their median.
  [[nodiscard]] double variation() const;

  RecentValues<double, 15> before_;
  RecentValues<double, 15> speeds_;
  RecentValues<double, 3> latest_, latest_speeds_;
  RecentValues<double, 15> since_;
  double sum_ = 0;
  double speed_lost_ = 0;
  bool failing_ = false;  // top speed and pace have both gone
  std::int32_t laps_ = 0;
};

}  // namespace stint::insight
