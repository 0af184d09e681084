// NET position: the true standing in this pit cycle, computed and not forecast.
//
// A car that has not stopped yet in the cycle is ahead of one that has by a stop it still owes. NET adds to each car's gap what
// its share of the cycle is still worth: the measured loss of a stop times how much of the tank is used, so that a car that is
// about to stop owes all of it and one that has just stopped nothing; one that needs no more stop to the flag owes nothing.
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
  double owed_ms = 0;                          // what was added
};

// The running cars, in overall order.
[[nodiscard]] std::vector<NetStanding> net_standings(const FieldNow& field);

}  // namespace stint::insight
