// One car's row of the LT2 publication `standings`: the `;`-separated texts and the members around them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "race/snapshot.hpp"
#include "timing/json_writer.hpp"

namespace stint::mock::alkamel {

// A point that a car has passed on the lap in progress: time since the line for loops, time of the sector for sectors.
struct Passed {
  std::int32_t index = 0;
  timing::Millis time{};
  timing::BestMark best = timing::BestMark::none;
};

// What a row shows beside the standings: the points of the lap in progress and of the last one.
struct LapPoints {
  std::vector<Passed> sectors, loops;
};

struct StandingRow {
  const race::CarSnapshot& car;
  std::size_t place = 0;  // 1 is the first
  LapPoints current, last;
  timing::Instant start{};
  bool checkered = false;
  bool brief = false;          // `data` ends early
  std::int32_t laps_back = 0;  // of stale data: as the row was so many laps ago
};

// 1;20091;false;false;false;false;
[[nodiscard]] std::string sectors_text(const std::vector<Passed>& sectors);
// 1;4967;2;8343;
[[nodiscard]] std::string loops_text(const std::vector<Passed>& loops);

void write_standing(timing::JsonWriter& json, const StandingRow& row);

}  // namespace stint::mock::alkamel
