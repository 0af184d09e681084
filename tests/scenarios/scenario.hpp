// The language of scenarios/*.race: a race in a few lines, and what must come out. docs/scenarios.md describes it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "race/race.hpp"
#include "timing/event.hpp"

namespace stint::testing {

// "key=value" words of a line, and the words without "=" in order.
struct Words {
  std::vector<std::string> plain;
  std::map<std::string, std::string> named;
};

[[nodiscard]] Words split_words(std::string_view line);

// "1:40.000", "12.5", "1:02:03.004"; throws std::invalid_argument.
[[nodiscard]] timing::Millis parse_time(std::string_view text);
[[nodiscard]] std::string show_time(timing::Millis time);

struct Expectation {
  std::size_t line = 0;  // of the file, for the failure's message
  std::string what;      // "standings", "stops", "stints", "flags", "messages", "control"
  Words about;           // its own line: at=, car=
  std::vector<Words> rows;
};

struct Scenario {
  std::string name;
  std::vector<timing::Event> events;  // in the order of the lines
  std::vector<Expectation> expectations;
};

// Throws std::invalid_argument with the line number for what it can't read.
[[nodiscard]] Scenario parse_scenario(std::string_view text);

// Runs one expectation; returns what differs, a line each, empty if nothing.
[[nodiscard]] std::string check(const Scenario& scenario, const Expectation& expected);

}  // namespace stint::testing
