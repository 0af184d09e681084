// A world in which time is the test's: a mock, a network in memory, and the supervisor with its adapter that follows the mock.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "mock/fault.hpp"
#include "race/snapshot.hpp"
#include "source/live/feed_status.hpp"
#include "timing/event.hpp"

namespace stint::testing {

// The world at one instant.
struct Minute {
  timing::Instant now{};
  timing::Millis played{};     // since the beginning
  race::SnapshotPtr truth;     // the whole recording: what is to come, too
  race::SnapshotPtr followed;  // the longest session so far; null before the first
  // Since when the feed has been as it should be: connected, with timing, the host there; nullopt while it is not.
  std::optional<timing::Instant> well_since;
};

struct WorldPlan {
  std::string source;  // "griiip": the mock and the adapter of that name
  mock::FaultSet faults;
  std::uint64_t seed = 1;
  int disconnects = 0;  // of the network, at random instants; every third time the host is away for some seconds
  std::function<void(const Minute&)> each_minute = {};
};

struct Followed {
  race::SnapshotPtr truth;  // the recording, as the script played it
  race::SnapshotPtr race;   // what came of following it: the session with the most laps
  std::size_t sessions = 0;
  live::FeedStatus status;
  std::string notes;  // what the supervisor told, with race times: for the failures of tests
  int disconnects = 0;
};

// Plays the whole recording, and two minutes more.
[[nodiscard]] Followed follow(std::vector<timing::Event> recording, const WorldPlan& plan);

}  // namespace stint::testing
