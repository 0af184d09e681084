// The script that every mock plays from: a recorded race on the clock of a live one.
//
// Takes the events of any recording (archive, log, simulation), gives them the detail of a live feed (live_detail.hpp) and the
// dates of the mock's own clock, and hands them out as they become due, with the state of the race at that moment. All instants
// that come out of a script are feed time: what the mock writes into its frames. At speed 1 that is the wall clock; at speed X
// feed time runs X times as fast, so that lap times stay what they were.
// Thread rule: one thread owns a script.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "race/race.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::mock {

struct ScriptOptions {
  timing::Instant starts_at{};         // by the wall clock: when the playing begins
  std::optional<timing::Millis> from;  // of the race clock at that moment; nullopt: where the recording begins
  double speed = 1.0;                  // times real time
};

class RaceScript {
 public:
  // Errors: not_a_timing_file (no session in it), bad_argument (`from` without a known start, or speed not above 0).
  [[nodiscard]] static Result<RaceScript> create(std::vector<timing::Event> recording, const ScriptOptions& options);

  // The whole race in feed time, canonical order: what an adapter should make of the mock, but for what the protocol lacks.
  [[nodiscard]] const std::vector<timing::Event>& events() const { return events_; }
  [[nodiscard]] timing::Instant begins() const { return events_.front().at; }
  [[nodiscard]] timing::Instant ends() const { return events_.back().at; }
  // Zero of the race clock; the recording's beginning if it has none.
  [[nodiscard]] timing::Instant start() const { return start_; }
  // Local time at the track minus UTC, for the clock texts that feeds carry.
  [[nodiscard]] timing::Millis utc_offset() const { return utc_offset_; }

  // What feed time it is when the wall clock says `now`. Before the playing begins: the beginning.
  [[nodiscard]] timing::Instant feed_time(timing::Instant now) const;

  // Feed time comes to `to` (never back); the events that have become due since the last call. The first call also gives all
  // those from before the playing began.
  std::span<const timing::Event> advance(timing::Instant to);
  [[nodiscard]] timing::Instant at() const { return at_; }

  // The race at at(); or at its latest event, which costs nothing while nothing happens (clocks and ages stand there).
  [[nodiscard]] race::SnapshotPtr snapshot() { return race_.snapshot(at_); }
  [[nodiscard]] race::SnapshotPtr latest_snapshot() { return race_.snapshot(); }

  // Puts each driver change that is told at the pit exit in the middle of the stop, as feeds may show it. To be called before
  // the first advance().
  void swap_drivers_in_the_lane();

 private:
  RaceScript() = default;

  std::vector<timing::Event> events_;
  std::size_t played_ = 0;
  race::Race race_;
  timing::Instant start_{}, at_{};
  timing::Instant starts_at_{}, plays_from_{};  // the same moment, by the wall clock and in feed time
  timing::Millis utc_offset_{};
  double speed_ = 1.0;
};

}  // namespace stint::mock
