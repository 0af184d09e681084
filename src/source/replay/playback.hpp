// Playing a recorded race: which of its events are due, given a speed and the time that has passed.
//
// Pure: time is handed in by the caller (the clock is a seam), so a test plays a day in a microsecond.
// A Playback owns the events and keyframes of the race; seeking is exact and takes milliseconds.
// Thread rule: one thread owns it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "race/race.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source {

inline constexpr double kSlowest = 0.5;
inline constexpr double kFastest = 1000.0;

struct PlaybackStatus {
  timing::Instant begins{}, ends{};  // first and last instant of the recording
  timing::Instant at{};              // the playhead
  double speed = 1.0;                // times real time; infinity = as fast as possible
  bool playing = false;
  bool ended = false;  // the playhead is at the end
};

class Playback {
 public:
  explicit Playback(std::vector<timing::Event> events);
  Playback(Playback&&) noexcept;
  Playback& operator=(Playback&&) noexcept;
  ~Playback();

  void play();
  void pause();
  // Errors: bad_argument unless kSlowest <= speed <= kFastest or speed is infinite.
  [[nodiscard]] Result<void> set_speed(double speed);
  // To any instant; clamped to the recording.
  void seek(timing::Instant to);

  // Lets `passed` of real time go by; returns how many events were applied.
  std::size_t advance(std::chrono::nanoseconds passed);
  // Real time until the next event is due; nullopt when paused or at the end.
  [[nodiscard]] std::optional<std::chrono::nanoseconds> until_next() const;

  [[nodiscard]] race::SnapshotPtr snapshot();
  // The recording, as long as this lives, and how many of its events have been played.
  [[nodiscard]] std::span<const timing::Event> events() const;
  [[nodiscard]] std::size_t played() const;
  [[nodiscard]] PlaybackStatus status() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stint::source
