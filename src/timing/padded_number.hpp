// A number as clocks and timing texts write it: with zeros in front.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace stint::timing {

// At least `digits` digits. REQUIRES: value >= 0.
[[nodiscard]] inline std::string padded(std::int64_t value, std::size_t digits) {
  std::string text = std::to_string(value);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

}  // namespace stint::timing
