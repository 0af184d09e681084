#include "insight/anomaly/anomaly.hpp"

#include <algorithm>
#include <array>

namespace stint::insight {
namespace {

constexpr std::array<std::string_view, kAnomalyKinds> kNames{
    "slow",       "stopped",          "incident",  "off_track",    "spin",          "contact",     "puncture",
    "mechanical", "performance_drop", "slow_zone", "unusual_stop", "driver_change", "timing_fault"};

}  // namespace

std::string_view anomaly_name(AnomalyKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<AnomalyKind> parse_anomaly(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<AnomalyKind>(found - kNames.begin());
}

}  // namespace stint::insight
