// How features are written into a row: per cent above the car's pace, and nothing at all for what isn't known.
#pragma once

#include <algorithm>
#include <optional>

#include "insight/predict/features.hpp"

namespace stint::insight {

inline void set(FeatureRow& row, Feature feature, double value) {
  row[static_cast<std::size_t>(feature)] = static_cast<float>(value);
}
inline void set(FeatureRow& row, Feature feature, std::optional<double> value) {
  if (value) set(row, feature, *value);
}
inline Feature at(Feature first, std::size_t offset) { return static_cast<Feature>(static_cast<std::size_t>(first) + offset); }

// Per cent above the car's pace; nullopt for what isn't known.
inline std::optional<double> above(std::optional<double> time_ms, double pace) {
  return time_ms ? std::optional((*time_ms / pace - 1) * 100) : std::nullopt;
}
inline std::optional<double> per_cent(std::optional<double> ratio) {
  return ratio ? std::optional((*ratio - 1) * 100) : std::nullopt;
}
inline std::optional<double> to_ms(std::optional<Millis> time) {
  return time ? std::optional(static_cast<double>(timing::count_ms(*time))) : std::nullopt;
}
inline double minutes(Instant now, Instant then) { return static_cast<double>(timing::count_ms(now - then)) / 60'000.0; }
inline Instant before_now(const Field& field, double ms) { return field.now() - Millis{static_cast<std::int64_t>(ms)}; }

// A car that is reached near the end of the lap may be reached after it as well.
inline double soft_count(double meets_in, double left) { return std::clamp((left + 0.1 - meets_in) / 0.2, 0.0, 1.0); }

}  // namespace stint::insight
