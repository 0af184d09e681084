#include "live/carries.hpp"

#include <stdexcept>
#include <utility>

namespace stint::testing {

// Each line is one of those that the protocol's page of docs/sources/ lists as left out of the round trip.
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

std::vector<std::string> left_out(const Carries& carries) {
  const Carries all;
  std::vector<std::string> words;
  const std::pair<bool, const char*> kParts[] = {{carries.sectors, "sectors"},
                                                 {carries.every_sector, "some sectors"},
                                                 {carries.stops, "stops"},
                                                 {carries.lane_times, "lane times"},
                                                 {carries.drivers, "drivers"},
                                                 {carries.marks_of_laps, "in-lap and out-lap"},
                                                 {carries.messages, "messages"},
                                                 {carries.cautions, "the kind of a caution"},
                                                 {carries.first_lap_time, "the time of lap 1"},
                                                 {carries.every_lap, "some laps"}};
  for (const auto& [carried, name] : kParts) {
    if (!carried) words.emplace_back(name);
  }
  const auto seconds = [](timing::Millis time) { return std::to_string(time / std::chrono::seconds{1}) + " s"; };
  if (carries.line != all.line) words.push_back("crossings to " + seconds(carries.line));
  if (carries.lane != all.lane) words.push_back("lane times to " + seconds(carries.lane));
  if (carries.chatter != all.chatter) words.push_back("flags of less than " + seconds(carries.chatter));
  return words;
}

}  // namespace stint::testing
