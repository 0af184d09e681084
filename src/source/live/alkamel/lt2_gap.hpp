// The gap between two cars in a race, from the loops that they have passed: how the feed's own page shows it.
//
// Let i be the last loop that the car behind has passed on its lap. The gap is how much later it passed i than the car ahead
// did, if both are on the same lap, or the one ahead has not come to i again; else it is in whole laps.
#pragma once

#include <cstdint>
#include <optional>

#include "source/live/alkamel/standing_record.hpp"

namespace stint::live::alkamel {

// Either of the two.
struct LoopGap {
  std::optional<timing::Millis> time;
  std::optional<std::int32_t> laps;
  bool operator==(const LoopGap&) const = default;
};

// nullopt if the car behind does not run, or what is needed of either is missing.
[[nodiscard]] std::optional<LoopGap> loop_gap(const StandingRecord& ahead, const StandingRecord& behind);

}  // namespace stint::live::alkamel
