#include "live/carries.hpp"

#include <stdexcept>

namespace stint::testing {

// Each line is one of "What the protocol does not carry" in docs/sources/.
Carries carried_by(const std::string& source) {
  using namespace std::chrono_literals;
  Carries carries;
  if (source == "griiip") return carries;
  if (source == "alkamel") return carries;
  if (source == "imsa") {
    carries.sectors = false;
    carries.lane_times = false;     // to the poll interval
    carries.marks_of_laps = false;  // other than by `P`
    carries.messages = false;
    carries.cautions = false;
    carries.every_lap = false;
    carries.line = 10s;     // half a poll interval, and what a car that could not be linked is off
    carries.chatter = 12s;  // two polls
    return carries;
  }
  if (source == "wige") {
    carries.drivers = false;  // surnames only
    carries.first_lap_time = false;
    carries.cautions = false;
    carries.lane = 10s;
    carries.line = 1s;
    return carries;
  }
  if (source == "swiss") {
    carries.messages = false;    // the newest three of a poll
    carries.lane_times = false;  // to the poll interval
    carries.marks_of_laps = false;
    carries.stops = false;  // an entry or exit near the line may be seen on the other side of it
    carries.cautions = false;
    carries.line = 10s;
    carries.chatter = 18s;  // two polls
    return carries;
  }
  throw std::runtime_error("no mask for " + source);
}

}  // namespace stint::testing
