// One lap of one car, as far as it is known.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "timing/event.hpp"

namespace stint::race {

using timing::BestMark;
using timing::CarNumber;
using timing::CarState;
using timing::DriverId;
using timing::FlagKind;
using timing::Instant;
using timing::Millis;

// The most sectors that a series times (NLS: nine).
inline constexpr std::size_t kMaxSectors = 9;

// A duration within a lap (at most 24 days), half the size of a Millis: a race holds hundreds of thousands.
using ShortMillis = std::chrono::duration<std::int32_t, std::milli>;

// Times over the sectors of one lap; index 0 is sector 1.
using SectorTimes = std::array<std::optional<ShortMillis>, kMaxSectors>;

struct LapRecord {
  std::int32_t number = 0;  // 1 is the first lap
  Instant ended_at{};       // crossing of the line
  std::optional<Millis> time;
  SectorTimes sectors;
  SectorTimes sector_before_end;  // how long before ended_at the car crossed each sector's end
  std::optional<DriverId> driver;
  std::optional<double> top_speed_kph;
  FlagKind flag_at_start = FlagKind::none;  // none = unknown
  FlagKind flag_at_end = FlagKind::none;
  std::int32_t position = 0;  // overall, when the car crossed the line
  std::int32_t class_position = 0;
  std::optional<Millis> gap_to_leader;  // to the overall leader of that moment, from his crossing of the same lap's line
  std::int32_t laps_behind = 0;         // whole laps to the leader of that moment
  std::int32_t laps_since_stop = 0;     // tyre age in laps, if tyres were changed at the stop; this lap included
  bool in_lap = false;
  bool out_lap = false;
  bool valid = true;

  // When the car crossed the end of the sector with this index; nullopt if that was not timed.
  [[nodiscard]] std::optional<Instant> sector_ended_at(std::size_t index) const {
    return sector_before_end[index] ? std::optional(ended_at - *sector_before_end[index]) : std::nullopt;
  }

  // Green at both ends, neither in-lap nor out-lap nor lap 1 ("green lap"); an unknown flag counts as green.
  [[nodiscard]] bool is_green() const {
    const auto calm = [](FlagKind flag) {
      return flag == FlagKind::green || flag == FlagKind::chequered || flag == FlagKind::none;
    };
    return number > 1 && !in_lap && !out_lap && calm(flag_at_start) && calm(flag_at_end);
  }
};

}  // namespace stint::race
