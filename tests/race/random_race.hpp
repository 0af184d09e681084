// Small random races for property tests: as events, and as the rows of a timing file for the oracle.
#pragma once

#include <cstdint>
#include <vector>

#include "race/timing_file.hpp"
#include "timing/event.hpp"

namespace stint::testing {

struct RandomRace {
  std::vector<timing::Event> events;  // canonical order
  std::vector<Row> rows;
  timing::Instant start{};
  std::int64_t length_ms = 0;
};

// The same seed gives the same race. Lap times are a few seconds of a few values, so that ties and overtakings are common.
[[nodiscard]] RandomRace make_random_race(std::uint64_t seed);

}  // namespace stint::testing
