// When things happened within one lap, as far as its row and the row before say.
#pragma once

#include <array>
#include <optional>

#include "source/archive/lap_file.hpp"

namespace stint::source::archive {

// All times are since the start of the session.
struct LapTimeline {
  std::optional<FileMillis> start;  // crossing of the line that began the lap
  std::array<std::optional<FileMillis>, kFileSectors> sector_ends;
  std::optional<FileMillis> left_pit;  // set if the car left the pit lane on this lap
  bool out_lap = false;
};

// `before` is the car's row before `row`, nullptr if there is none.
[[nodiscard]] LapTimeline lap_timeline(const LapRow& row, const LapRow* before);

}  // namespace stint::source::archive
