// How fast a class (or the field) is now: the latest laps of its cars, each against that car's own level.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "timing/instant.hpp"

namespace stint::insight {

// A lap that nobody spent in the pit lane. `ratio` = lap time / the car's own level before it: 1.00 is its usual pace, 1.04
// four per cent slower.
struct PaceReading {
  timing::Instant at{};  // end of the lap
  std::size_t car = 0;   // place in Field::cars()
  double ratio = 1;
  bool green = true;  // a green lap (docs/definitions.md)
};

class PaceReadings {
 public:
  static constexpr std::size_t kKept = 64;  // two laps of a class, one of a field

  void add(const PaceReading& reading) { readings_[count_++ % kKept] = reading; }

  // Median ratio of the readings that ended after `since`, without those of `except`; nullopt if there are fewer than `least`.
  // At most kKept readings are looked at. `green_only` leaves out the others.
  [[nodiscard]] std::optional<double> median_since(timing::Instant since, std::size_t except, std::size_t least,
                                                   bool green_only) const;
  // The newest first: reading(0) is the latest. REQUIRES: ago < size().
  [[nodiscard]] const PaceReading& reading(std::size_t ago) const { return readings_[(count_ - 1 - ago) % kKept]; }
  [[nodiscard]] std::size_t size() const { return count_ < kKept ? count_ : kKept; }

 private:
  std::array<PaceReading, kKept> readings_{};
  std::size_t count_ = 0;
};

}  // namespace stint::insight
