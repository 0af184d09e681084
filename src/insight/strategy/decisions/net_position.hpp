// NET position: the true standing in this pit cycle, computed and not forecast.
//
// A car that has not stopped yet in the cycle is ahead of one that has by a stop that it still owes: NET adds its measured
// loss. Who has stopped is told by the fuel used since, with a chance: even half way between half a tank and the border, which
// is the widest gap among the class's cars between 10 and 60 % of a tank. A car whose fuel lasts to the flag owes nothing; of
// a stop under way what is left counts. Cars are compared pair by pair: two that owe as much keep the order of the road, and
// nobody is moved against it unless the odds pass 6 in 10 (5 for a stop under way).
#pragma once

#include <optional>
#include <vector>

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

struct NetStanding {
  race::CarNumber car;
  std::optional<std::int32_t> class_position;  // nullopt: nothing is known of the class's stops
  std::optional<Quantiles> band;               // 80 %: who owes a stop is in doubt, and close cars change places
  std::optional<Millis> gap;                   // to the net leader of the class; never less than that of the car before
  double owed_ms = 0;                          // the stop that was added; what is left of one under way isn't in it
};

// The running cars, in overall order.
[[nodiscard]] std::vector<NetStanding> net_standings(const FieldNow& field);

}  // namespace stint::insight
