// NET position: the true standing in this pit cycle, computed and not forecast.
//
// A car that has not stopped yet in the cycle is ahead of one that has by a stop that it still owes. NET adds that stop's
// measured loss to its gap. Who has stopped in the cycle is told by the laps since the last stop: a car that has used more than
// 28 % of the class's tank owes one, unless its fuel lasts to the flag; one in the pit lane or on its out-lap owes what is left
// of its stop.
#pragma once

#include <optional>
#include <vector>

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

struct NetStanding {
  race::CarNumber car;
  std::optional<std::int32_t> class_position;  // nullopt: nothing is known of the class's stops
  std::optional<Quantiles> band;               // 80 %, from the spread of the losses and of the tanks
  std::optional<Millis> gap;                   // to the net leader of the class
  double owed_ms = 0;                          // the stop that was added; what is left of one under way isn't in it
};

// The running cars, in overall order.
[[nodiscard]] std::vector<NetStanding> net_standings(const FieldNow& field);

}  // namespace stint::insight
