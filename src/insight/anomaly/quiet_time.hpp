// When nothing happens in a race, told afterwards: the time in which a detector should be silent.
#pragma once

#include <span>
#include <vector>

#include "insight/anomaly/incident_labels.hpp"

namespace stint::insight {

struct TimeSpan {
  timing::Instant from{}, to{};
};

// Ten minutes at a time from the start of the race: those in which the track raced throughout and for two minutes before, with
// no incident lap (and the minute after it), none of `limped` (laps that ended slowly in the pits), no car in a long stop, and
// none that retired (from when it was last seen at the line until five minutes after it was due there again).
[[nodiscard]] std::vector<TimeSpan> quiet_time(std::span<const timing::Event> events, const IncidentLabels& labels,
                                               std::span<const TimeSpan> limped);

}  // namespace stint::insight
