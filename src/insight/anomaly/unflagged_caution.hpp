// Cautions of a session whose source tells no flags: the whole field is far slower than it is, in every sector.
#pragma once

#include "insight/field/pace_readings.hpp"

namespace stint::insight {

class UnflaggedCaution {
 public:
  // A car took `ratio` of its usual time for a sector, under whatever there is.
  void add(const PaceReading& sector);

  // The field creeps now.
  [[nodiscard]] bool is_on() const { return on_; }
  // The field has raced ever since then, as far as its sectors show.
  [[nodiscard]] bool raced_since(timing::Instant from) const { return !on_ && over_ <= from; }
  // One began after `at`; it may be over.
  [[nodiscard]] bool began_after(timing::Instant at) const { return began_ > at; }
  // The field is at pace: cars that lose time do so by themselves.
  [[nodiscard]] bool is_calm() const { return !on_ && latest_ < kCalm; }

 private:
  // Of the median of the field's sectors of 45 s. Under a full course yellow it is 1.6 and more; in a slow zone that the whole
  // field is in, and as rain begins, less than 1.2.
  static constexpr double kCreeps = 1.2, kRaces = 1.05, kCalm = 1.03;

  PaceReadings sectors_;
  bool on_ = false;
  double latest_ = 1;
  timing::Instant began_{}, over_{};
};

}  // namespace stint::insight
