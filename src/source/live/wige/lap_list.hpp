// A car's laps (PID 7): the whole list each time, then live.
#pragma once

#include <simdjson.h>

#include <string>
#include <vector>

#include "source/live/wige/car_timeline.hpp"

namespace stint::live::wige {

struct CarLaps {
  std::string session;  // SESSION: may be of another than the classification's
  timing::CarNumber car;
  std::vector<ListedLap> laps;  // those that are complete
};

// The laps of a frame, car by car. TYPE 1 frames list the best times of classes and, for some sessions, laps as well: a row is
// a lap if it has the number of one.
[[nodiscard]] std::vector<CarLaps> read_laps(const simdjson::dom::object& frame);

}  // namespace stint::live::wige
