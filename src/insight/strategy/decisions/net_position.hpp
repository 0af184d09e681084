// NET position: the true standing in this pit cycle, computed and not forecast.
//
// A car that has not stopped yet in the cycle is ahead of one that has by a stop that it still owes: NET adds its measured
// loss. Who has stopped is told by the fuel used since: the widest gap among the class's cars between 10 and 60 % of a tank
// parts those that have from those that have not. A car whose fuel lasts to the flag owes nothing; of a stop under way what is
// left counts.
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
