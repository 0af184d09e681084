// The feed's own opinion of a car against ours: what differs, and whether it has differed for long enough to be told.
//
// A feed publishes an order seconds after the crossing that made it, and gaps of another point of the track than the latest. So
// a difference is told only when it has lasted for kLastingDifference and through a timing point of that car: by then the feed
// has seen at least one crossing that we have seen, and has had the time to publish what it made of it. Pure; internal to race/
// but for the constants.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "race/snapshot.hpp"

namespace stint::race {

// Feeds that are polled publish every 5 to 10 s; a rank comes up to 15 s after the crossing.
inline constexpr Millis kLastingDifference{15'000};
// Gaps are compared at different points of the track; between two of them cars gain and lose less than this in green running.
inline constexpr Millis kGapTolerance{1'000};

inline constexpr std::size_t kComparedValues = 4;  // of Difference::What

// What we make of a car at the moment, in the terms of its official standing.
struct OwnStanding {
  std::int32_t position = 0;
  std::int32_t class_position = 0;
  std::int32_t laps = 0;
  Gap gap;                        // to the car that the official gap is measured to
  std::int32_t lines_behind = 0;  // the same as some feeds count laps: by the crossings of the line alone
};

// Which values differ now; what the feed doesn't publish doesn't differ.
[[nodiscard]] std::array<bool, kComparedValues> differing_values(const timing::OfficialStanding& official,
                                                                 const OwnStanding& own);

// Since when each value has differed without a break, and the timing points that the car has passed since then.
class DifferenceWatch {
 public:
  void look(const std::array<bool, kComparedValues>& differs, Instant at, bool at_timing_point);
  // Since when, if it has lasted at `at`.
  [[nodiscard]] std::optional<Instant> lasting(Difference::What what, Instant at) const;

 private:
  struct Since {
    std::optional<Instant> at;
    std::int32_t points = 0;
  };
  std::array<Since, kComparedValues> since_;
};

}  // namespace stint::race
