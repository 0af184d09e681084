// One prediction of one lap: what, when it was made, how sure, and by which model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "timing/event.hpp"

namespace stint::insight {

// What the lap is taken to be when it is predicted. The way into the pit lane is known when the car enters it; the way out, the
// flag and all else at the line.
enum class LapKind : std::uint8_t { racing, in, out, neutralised };
[[nodiscard]] std::string_view lap_kind_name(LapKind kind);

struct Prediction {
  timing::CarNumber car;
  std::int32_t lap = 0;           // the lap predicted: laps completed + 1, or later (LapPredictor::next_laps)
  timing::Instant made_at{};      // of the event after which it was made
  std::int32_t after_sector = 0;  // of that lap; 0: at the line that begins it
  LapKind kind = LapKind::racing;
  // The lap's whole time. nullopt: nothing can be said, and `reason` says why.
  std::optional<timing::Millis> predicted;
  std::optional<timing::Millis> low, high;  // an 80 % interval
  std::string model;                        // name, version and, after "+", how often it was adapted in this race
  std::string reason;                       // of an unknown prediction, for people; empty otherwise
};

}  // namespace stint::insight
