// How two states of one race differ, in what a protocol carries.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::testing {

// What a protocol carries: the counterpart of "What the protocol does not carry" in docs/sources/NAME.md.
struct Carries {
  bool sectors = true;
  bool every_sector = true;  // false: some are unknown
  bool stops = true;         // in-lap and out-lap
  bool lane_times = true;
  bool drivers = true;        // who drove each lap
  bool marks_of_laps = true;  // in-lap, out-lap
  bool messages = true;
  bool cautions = true;  // which kind of neutralisation; if not, all are one
  bool first_lap_time = true;
  bool every_lap = true;   // false: laps between two polls are lost
  timing::Millis line{0};  // how exact the instant of a crossing is
  timing::Millis lane{0};  // how exact a lane time is
  // A flag that is told for less than this was chatter; a polled feed may show it until the next poll.
  timing::Millis chatter = std::chrono::seconds{6};
};

// By kind of difference ("laps", "order" ...): what, in words.
using Differences = std::map<std::string, std::vector<std::string>>;

[[nodiscard]] Differences differences(const race::Snapshot& truth, const race::Snapshot& followed, const Carries& carries);

// Numbers, and the first few of each kind; empty if there are none.
[[nodiscard]] std::string in_words(const Differences& differences);

}  // namespace stint::testing
