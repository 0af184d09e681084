// Red flags that nobody published.
//
// IMSA marks a red flag in a race as full course yellow. What shows it: nearly the whole field has one neutralised lap of more
// than twenty minutes, most of it spent in the pit lane (archive-format facts: Watkins Glen 2022, 42 cars, 59 minutes).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "race/lap_record.hpp"

namespace stint::race {

inline constexpr Millis kShortestStandingLap = std::chrono::minutes{20};
// Least part of a standing lap that was spent in the pit lane.
inline constexpr double kLeastLaneShare = 0.5;
// Least part of the cars still running that must stand at the same time.
inline constexpr double kLeastFieldShare = 0.5;

// One car's lap that looks like standing through a red flag.
struct StandingLap {
  std::size_t car = 0;
  std::int32_t lap = 0;
  Instant began{};
  Instant ended{};
};

struct RedFlag {
  Instant from{};   // the last instant at which a standing car can still have been running: all their laps had begun
  Instant until{};  // the first of them crossed the line again
  std::vector<StandingLap> cars;
};

class RedFlagWatch {
 public:
  // Whether a lap of this length, lane time and flag is a sign. An unknown flag counts as neutralised.
  [[nodiscard]] static bool is_standing(Millis lap, Millis lane, FlagKind flag);

  // Adds a sign; answers with the red flag once enough of the `running` cars stood at the same time, and again, completed, with
  // each further car.
  std::optional<RedFlag> add(const StandingLap& sign, std::size_t running);

 private:
  std::vector<StandingLap> signs_;
};

}  // namespace stint::race
