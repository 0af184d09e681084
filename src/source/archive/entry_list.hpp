// Who takes part: the cars of the laps file, with what the results file adds.
#pragma once

#include <span>
#include <vector>

#include "source/archive/lap_file.hpp"
#include "source/archive/results_file.hpp"
#include "timing/event.hpp"

namespace stint::source::archive {

// In order of car number. Cars that only the results know (they did not start) are in it.
[[nodiscard]] std::vector<timing::Entry> make_entries(const LapFile& laps, std::span<const ResultRow> results);

}  // namespace stint::source::archive
