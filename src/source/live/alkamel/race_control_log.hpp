// Race control out of the `race_control` document: a log by time, sent whole with every message, and what is on the screens.
//
// A log entry's key is its instant in milliseconds and its id. What is on the screens repeats the log, without instants: it is
// told only if the log has not shown it within kLogLag.
#pragma once

#include <simdjson.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "timing/event.hpp"

namespace stint::live::alkamel {

class RaceControlLog {
 public:
  static constexpr timing::Millis kLogLag = std::chrono::seconds{10};

  // Messages that were not told before, in order of time, each with its own.
  void read(simdjson::dom::element messages, timing::Instant now, std::vector<timing::Event>& events);
  void settle(timing::Instant now, std::vector<timing::Event>& events);

 private:
  void read_log(simdjson::dom::object log, std::vector<timing::Event>& events);

  std::map<std::int64_t, std::string> log_;        // by key; with the text, for corrections
  std::set<std::string, std::less<>> texts_;       // of the log
  std::map<std::string, timing::Instant> shown_;   // on the screens and not in the log, since when
  std::set<std::string, std::less<>> told_shown_;  // of those, told
};

}  // namespace stint::live::alkamel
