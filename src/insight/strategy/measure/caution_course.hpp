// How much of the way to the flag may be neutralised: a few courses that stand for all that the cautions' hazard allows.
//
// The mean alone misleads: with twenty minutes to go most races see no caution, and the few that do see one to the flag.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "insight/strategy/measure/measured.hpp"

namespace stint::insight {

struct CautionCourse {
  double weight = 1;                     // of all courses together: 1
  std::array<double, kPaces> slow_ms{};  // under each pace until the limit; [green] stays 0
  double begun = 0;                      // cautions yet to begin

  // Time that a class loses to them, ms; `slow_down`: its lap time under each pace over the clean one.
  [[nodiscard]] double lost_ms(const std::array<double, kPaces>& slow_down) const;
  // Laps of `lap_ms` driven under caution.
  [[nodiscard]] double slow_laps(double lap_ms, const std::array<double, kPaces>& slow_down) const;
};

struct CautionOutlook {
  double elapsed_ms = 0, left_ms = 0;  // race clock; until the limit
  std::optional<double> length_ms;     // of the race
  Pace now = Pace::green;
};

// Five courses of equal weight from the least neutralised to the most; one, if there can't be a caution. The same every time.
[[nodiscard]] std::vector<CautionCourse> caution_courses(const CautionsMeasure& cautions, const CautionOutlook& from);

}  // namespace stint::insight
