// What a model is asked of one lap: the row of features, and what its answer is measured from.
#pragma once

#include <cstddef>
#include <optional>

#include "insight/predict/features.hpp"
#include "insight/predict/prediction.hpp"

namespace stint::insight {

// Each has a model of its own.
// `ahead`: a racing lap two to ten laps from now, asked at the line.
enum class LapPart : std::size_t { racing, racing_early, racing_late, ahead, in, out, out_under_way, neutralised, count };
inline constexpr std::size_t kLapParts = static_cast<std::size_t>(LapPart::count);
[[nodiscard]] std::string_view lap_part_name(LapPart part);
// Racing laps at the line and under way: what is learnt from during the race.
inline constexpr std::size_t kRacingParts = 3;
[[nodiscard]] constexpr bool is_racing(LapPart part) { return static_cast<std::size_t>(part) < kRacingParts; }

// A model answers in per cent of `pace_ms` (pace_of()) above `reference_ms`: what the lap takes at the usual pace, from what is
// known of it.
struct LapQuestion {
  LapKind kind = LapKind::racing;
  LapPart part = LapPart::racing;
  double pace_ms = 0;
  double reference_ms = 0;
  double done = 0;  // share of the lap that is over
  FeatureRow row{};

  [[nodiscard]] double time_ms(double answer) const { return reference_ms + answer / 100 * pace_ms; }
  [[nodiscard]] double answer_of(double time_ms) const { return (time_ms - reference_ms) / pace_ms * 100; }
  // The answer of someone who knows the driver's last five alone, and of the lap under way the time gone.
  [[nodiscard]] double as_usual() const {
    return done > 0 ? 0 : static_cast<double>(row[static_cast<std::size_t>(Feature::base)]);
  }
};

// What the lap that `car` is on is, as known now: in the pit lane's way in or out, under a flag, or racing.
[[nodiscard]] LapKind kind_of_current_lap(const Field& field, const FieldCar& car);

// The question about the lap that is `laps_ahead` (2 to 10) laps from now, where 1 is the lap that `at_line` was asked about.
[[nodiscard]] LapQuestion ask_ahead(const LapQuestion& at_line, int laps_ahead);

// The question about the lap that the car is on. nullopt when nothing can be said; why_not() says why.
[[nodiscard]] std::optional<LapQuestion> ask(const Field& field, std::size_t car, LapKind kind, LapFeatures& features);
[[nodiscard]] std::string why_not(const Field& field, std::size_t car);

}  // namespace stint::insight
