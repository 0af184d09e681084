// What followed from the timing itself, as race control's messages stand beside it: stops, changes of driver, best laps, cars
// that stand.
//
// A pure function of the snapshot, so a page that is opened late, moved in time or held back sees the same as any other. Any
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::race {

struct Happening {
  enum class Kind : std::uint8_t {
    pit_in,
    pit_out,
    driver_change,
    best_lap,        // of the session so far
    class_best_lap,  // of the class so far, and not of the session
    stopped,         // not seen for long; `at` is when it was last seen
    retired,         // the same
  };
  Kind kind = Kind::pit_in;
  Instant at{};
  CarNumber car;
  std::string class_name;      // of the car; empty if unknown
  std::string driver;          // at the wheel then; after a change, the one who takes over; empty if unknown
  std::string driver_before;   // driver_change only
  std::int32_t lap = 0;        // in-lap, out-lap, the best lap, the last lap that was completed
  std::optional<Millis> time;  // of the best lap; of a pit_out the time in the lane
};

// All of the race so far, oldest first; of the same instant by car number. Lap 1 is never told as a best lap: at its end each
// car in turn would be.
[[nodiscard]] std::vector<Happening> happenings(const Snapshot& race);

}  // namespace stint::race
