// What kind of lap a lap turned out to be: for scoring predictions, and as labels to learn from. Made afterwards, from both
// sides of the lap; no prediction sees them.
#pragma once

#include <optional>
#include <vector>

#include "insight/field/field.hpp"

namespace stint::insight {

struct LapLabel {
  bool flying = false;             // neither in-lap nor out-lap nor lap 1, and timed
  bool green = false;              // flying, and the flag was green at the line at its start and its end
  bool calm = false;               // green, and the rest of the field was at pace meanwhile
  bool clean = false;              // calm, and at most 107 % of base
  std::optional<double> base_ms;   // the median of the driver's last five green laps before it; as FieldCar::base()
  std::optional<double> level_ms;  // 40 % quantile of its flying laps in a centred window of 25; for flying laps only
};

// kCalmPace: how slow the others may be, in the median, for a lap to be calm. kCleanPace: a clean lap against base.
inline constexpr double kCalmPace = 1.04;
inline constexpr double kCleanPace = 1.07;

// One label for each lap of each car, in the order of Field::cars() and FieldCar::laps. REQUIRES: the session is over.
[[nodiscard]] std::vector<std::vector<LapLabel>> label_laps(const Field& finished);

}  // namespace stint::insight
