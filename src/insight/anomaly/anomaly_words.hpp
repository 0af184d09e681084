// Figures as the sentences of anomalies have them.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

namespace stint::insight {

// 93,400 -> "93 s".
[[nodiscard]] inline std::string seconds_text(double ms) { return std::to_string(std::llround(ms / 1000)) + " s"; }

// 0.0123 -> "1.2 %". REQUIRES: share >= 0.
[[nodiscard]] inline std::string percent_text(double share) {
  const auto tenths = static_cast<std::int64_t>(std::llround(share * 1000));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

}  // namespace stint::insight
