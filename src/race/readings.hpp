// Readings: events of which only the latest of a car counts - what the feed makes of its place and gap, where it is, what it
// measures of itself. They are most of what a live feed says, and a race that kept them all would grow with the feed's talk
// instead of with the race. So those that a later one has superseded are forgotten, once they are older than any late event is.
//
// What that costs: a correction from before the oldest keyframe folds the race again without them. Every value comes out the
// same; only a difference from the feed (Snapshot::differences) may then be said to have begun at another time.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "race/lap_record.hpp"
#include "race/repeats.hpp"
#include "timing/event.hpp"

namespace stint::race {

class Readings {
 public:
  [[nodiscard]] static bool is_reading(const timing::Event& event) {
    return timing::event_as<timing::OfficialStanding>(event) != nullptr ||
           timing::event_as<timing::Position>(event) != nullptr || timing::event_as<timing::Telemetry>(event) != nullptr;
  }

  // Takes every superseded reading out of the first `until` of `events`; returns how many those were. Costs time in proportion
  // to the list. REQUIRES: canonical order, until <= events.size()
  std::size_t forget_superseded(EventList& events, std::size_t until);

  // Whether it is a reading that a known one has superseded, and from a time of which the readings are forgotten: it changes
  // nothing any more.
  [[nodiscard]] bool is_forgotten(const timing::Event& event) const;

 private:
  using Key = std::pair<std::size_t, CarNumber>;  // kind and car
  [[nodiscard]] static std::optional<Key> key_of(const timing::Event& event);

  struct Latest {
    Instant at{};  // up to which all but the latest are forgotten
    bool tells_speed = true;
  };
  std::map<Key, Latest> latest_;
};

}  // namespace stint::race
