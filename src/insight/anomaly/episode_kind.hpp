// What an episode looks like: its kind, how bad it is, and a sentence about it.
#pragma once

#include <string>

#include "insight/anomaly/anomaly.hpp"
#include "insight/anomaly/car_watch.hpp"

namespace stint::insight {

// `base_ms`: the car's lap. `local_flags`: the source tells the flags of sectors, so that no yellow means something.
[[nodiscard]] AnomalyKind episode_kind(const Episode& episode, double base_ms, Instant now, bool local_flags);
[[nodiscard]] double episode_severity(const Episode& episode, double base_ms);
// `anomaly` has car, sector and kind.
[[nodiscard]] std::string episode_text(const Anomaly& anomaly, const Episode& episode);

}  // namespace stint::insight
