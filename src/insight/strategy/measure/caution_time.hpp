// What cautions will take of the time to come.
#pragma once

#include "insight/strategy/measure/measured.hpp"

namespace stint::insight {

struct CautionTime {
  double per_hour = 0;   // new ones, of both paces, in an hour of green
  double length_ms = 0;  // of one
  double share = 0;      // of the time
  double slow_down = 1;  // lap time in it over the clean one
};

// `class_slow_down`: by pace; laps under caution take about half as long again where nothing is known.
[[nodiscard]] CautionTime caution_time(const CautionsMeasure& cautions,
                                       const std::array<double, kPaces>& class_slow_down = {1, 1.5, 1.6});

// What cautions that have not begun will take of the next `left_ms` while it is green now: less than their share at first,
// because none has begun yet. (A process of two states with rates per_hour and 1 / length_ms.)
[[nodiscard]] double neutralised_ms(const CautionTime& cautions, double left_ms);

}  // namespace stint::insight
