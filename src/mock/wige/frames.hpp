// The frames of the Nürburgring's timing, each a snapshot of its part of the race.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::mock::wige {

// LASTINTERMEDIATENUMBER of version 2: 1 to 9 are the intermediates themselves.
enum PointCode : std::int32_t { kNotStarted = 0, kLine = 10, kLeftPit = 15, kApproachesPit = 16, kInPit = 20 };

// Where a car was seen last.
struct LastPoint {
  std::int32_t code = kNotStarted;
  timing::Instant at{};
};

// What the frames show beside the race itself.
struct RingScene {
  const race::Snapshot& race;
  const std::map<timing::CarNumber, LastPoint>& points;
  timing::Instant now{}, start{}, ends{};
  timing::Instant state_since{};  // when flag or session state changed last
  std::string event_id, session, heat;
  int track_state = 0;
  bool next_session = false;  // the one after the race: the same cars, nothing driven

  // Faults.
  bool empty_rows = false;     // "" for everything that may be missing
  bool odd_texts = false;      // letters and times in the odd forms of the protocol
  std::size_t padding = 0;     // bytes of a row's internal fields
  std::int64_t disorder = -1;  // cars vanish, are listed twice or have no number: which; -1 none
};

// The number of timed sectors, intermediates and the line.
[[nodiscard]] std::int32_t sector_count(const race::Snapshot& race);

[[nodiscard]] std::string classification_frame(const RingScene& scene);       // PID 0
[[nodiscard]] std::string messages_frame(const RingScene& scene);             // PID 3
[[nodiscard]] std::string track_state_frame(const RingScene& scene);          // PID 4
[[nodiscard]] std::string class_best_frame(const RingScene& scene);           // PID 7 TYPE 1
[[nodiscard]] std::string leading_frame(const RingScene& scene, bool whole);  // PID 9002
// PID 7 TYPE 0: all laps of a car.
[[nodiscard]] std::string lap_list_frame(const RingScene& scene, const race::CarSnapshot& car);

}  // namespace stint::mock::wige
