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

}  // namespace stint::insight
