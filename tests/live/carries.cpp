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
    carries.line = 10s;  // half a poll interval, and what a car that could not be linked is off
    return carries;
  }
  throw std::runtime_error("no mask for " + source);
}

}  // namespace stint::testing
