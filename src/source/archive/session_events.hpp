// A session's files, once read, as events. docs/archives.md says for each event what it is made from.
#pragma once

#include <span>
#include <vector>

#include "source/archive/lap_file.hpp"
#include "source/archive/results_file.hpp"
#include "source/archive/session_dating.hpp"
#include "source/archive/session_title.hpp"
#include "source/archive/weather_file.hpp"
#include "timing/event.hpp"

namespace stint::source::archive {

struct SessionFiles {
  const SessionTitle& title;
  const SessionDating& dating;
  const LapFile& laps;
  std::span<const ResultRow> results;   // empty if unknown
  std::span<const WeatherRow> weather;  // empty unless its instants and `dating` are of one calendar
};

// In canonical order: instant, then EventBody's order of alternatives, then car, then lap.
[[nodiscard]] std::vector<timing::Event> make_events(const SessionFiles& files);

}  // namespace stint::source::archive
