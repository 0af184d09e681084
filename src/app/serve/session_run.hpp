// One session on its way to its channel: steps through time, and publishes what has changed.
//
// The clock is the caller's: step() is told how much real time has passed. So a test runs a day in a moment.
// Thread rule: step() is called by the writer's thread only.
#pragma once

#include <chrono>

#include "timing/error.hpp"

namespace stint::app {

// Steps are this far apart, and a step publishes at most once.
inline constexpr std::chrono::milliseconds kStepInterval{100};

// A run that follows arrivals is stepped as soon as something has come, but so far apart at least: what comes in between is
// taken together.
inline constexpr std::chrono::milliseconds kLeastStepInterval{8};

// While time runs and nothing happens on the track, the clocks are published this often.
inline constexpr std::chrono::milliseconds kClockInterval{200};

class SessionRun {
 public:
  SessionRun() = default;
  SessionRun(const SessionRun&) = delete;
  SessionRun& operator=(const SessionRun&) = delete;
  virtual ~SessionRun() = default;

  // Errors end the program: the log can't be written.
  [[nodiscard]] virtual Result<void> step(std::chrono::nanoseconds passed) = 0;
  // Whether it is also to be stepped when WriterThread::wake() is called: something has come in from the network.
  [[nodiscard]] virtual bool follows_arrivals() const { return false; }
};

}  // namespace stint::app
