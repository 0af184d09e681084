// Undercut and overcut: who gains by stopping first, of a car and the rivals before and behind it in class.
//
//   undercut = gain of new tyres, at the rival's age of tyres + fuel time of the lap that he fills more
//   overcut  = - gain of new tyres, at the car's own age of tyres - fuel time of the lap that it fills more
//
// One drives a lap on new tyres while the other does one more on old ones; in-lap and out-lap are the same for both.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

// Against a rival of the same class.
[[nodiscard]] RivalStop rival_stop(const FieldNow& field, const CarNow& car, const CarNow& rival);
// The car ahead and the car behind in class, each if there is one.
[[nodiscard]] std::vector<RivalStop> rival_stops(const FieldNow& field, const CarNow& car);

}  // namespace stint::insight
