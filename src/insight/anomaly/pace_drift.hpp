// Whether a car has become slower than it was, by a change-point test: the cumulative sum (Page's CUSUM) of how much slower
// each green lap was than the same stint's first laps, with what the class does at the moment and what its tyres lose taken
// out, and the same of its top speed.
//
// Traffic, a lift for a yellow and a mistake slow single laps; a car that has become slower is slower on its best ones too. So
// the sum alone is no change: three of four laps since it began must be slower by a margin that is large beside how much the
// car's laps vary.
#pragma once

#include <cstdint>
#include <optional>

#include "insight/field/recent_median.hpp"

namespace stint::insight {

class PaceDrift {
 public:
  struct Lap {
    double excess = 0;                // slower than class and moment make of the car's pace at its last stop (0.01 = 1 %)
    double tyres = 0;                 // of that, what the class loses at this age of the tyres, against the stint's first laps
    std::optional<double> speed_kph;  // top speed, if it is timed
    double speed_factor = 1;          // how much lower the class's top speeds are at the moment: usual / now
  };
  // A green lap.
  void add(const Lap& lap);
  // Another driver, another set of tyres: what was before is no measure any more.
  void begin_anew() { *this = {}; }

  // How much slower than the stint's first laps such a lap is; nullopt before there are enough of them.
  [[nodiscard]] std::optional<double> slower_than_first(double excess) const;
  // The class's top speeds are measured against this, km/h.
  [[nodiscard]] std::optional<double> usual_speed() const { return speeds_.median(); }

  // No change is under way.
  [[nodiscard]] bool at_pace() const { return laps_ == 0; }

  // Laps since the change began, and how much slower (0.01 = 1 %) they were.
  struct Change {
    std::int32_t laps = 0;
    double slower = 0;
    double growth = 0;        // of it by lap: that of the later half above the earlier half, over half its laps
    double speed_lost = 0;    // of the top speed
    bool speed_gone = false;  // so much that something may be failing
  };
  [[nodiscard]] std::optional<Change> change() const;
  // The same on less: enough to say, when the car then stands in the pits for long, that it had been getting slower.
  [[nodiscard]] std::optional<Change> hint() const;

 private:
  // How much the laps vary that the car is measured against: their median distance from their median, and what is never less.
  [[nodiscard]] double variation() const;
  [[nodiscard]] Change measured() const;

  RecentValues<double, 12> before_, speeds_;
  RecentValues<double, 21> since_;
  RecentValues<double, 5> speeds_lost_;
  double sum_ = 0;
  std::int32_t laps_ = 0;
};

}  // namespace stint::insight
