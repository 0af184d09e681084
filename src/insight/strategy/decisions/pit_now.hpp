// If the car came into the pits at the end of this lap: what it loses, and where it is when the out-lap is done.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

class RuleBook;

// Positions and gaps are those at the line at the end of the out-lap. Each rival is projected from his pace, and may stop too,
// with the chance that Measured::next_stop gives him. `flag`: green, fcy or safety_car; the track's own or what it might
// become. `rules`: may be null; then the pit entry counts as open unless race control has said otherwise.
[[nodiscard]] PitNow pit_now(const FieldNow& field, const CarNow& car, FlagKind flag, const RuleBook* rules);

// When the car would end its out-lap, and when each of its class would end the same lap: what pit_now() counts.
struct Rejoin {
  double end_ms = 0;  // the end of the out-lap
  double spread_ms = 0;
  std::int32_t out_lap = 0;
  StopLoss loss;
  struct Rival {
    const CarNow* car = nullptr;
    double end_ms = 0;  // of the same lap, without a stop
    double spread_ms = 0;
    double stop_chance = 0;                                  // that he has made a stop by then
    double stop_ms = 0;                                      // what it would add
    double in_lap_chance = 0;                                // that he ends that very lap in the lane
    double in_lap_ms = 0;                                    // what that would add
    [[nodiscard]] double ahead_chance(double end_ms) const;  // that he ends the lap before then
    [[nodiscard]] double likely_end_ms() const;              // with what he rather does than not
  };
  std::vector<Rival> rivals;  // of the class
};
[[nodiscard]] std::optional<Rejoin> rejoin_after_stop(const FieldNow& field, const CarNow& car, Pace pace);

}  // namespace stint::insight
