// A race as it was known at an instant.
#pragma once

#include <span>

#include "race/race.hpp"

namespace stint {

// The events up to `at`, and nothing after.
inline race::SnapshotPtr race_at(std::span<const timing::Event> events, timing::Instant at) {
  race::Race race;
  std::vector<timing::Event> known;
  for (const timing::Event& event : events) {
    if (event.at <= at) known.push_back(event);
  }
  race.insert_all(known);
  return race.snapshot(at);
}

}  // namespace stint
