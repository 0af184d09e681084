// How a live feed is doing, as values: what the API, the metrics and the dashboard show of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "net/circuit_breaker.hpp"
#include "timing/instant.hpp"

namespace stint::live {

struct FeedStatus {
  std::string source;      // the name of its LiveSource
  bool connected = false;  // it has answered since the conversation was last begun
  bool stale = false;      // the session runs and no timing has come for longer than it should
  bool recording = false;  // each frame is being kept
  std::optional<timing::Instant> last_frame_at, last_timing_at;
  std::uint64_t frames = 0;
  std::uint64_t bytes = 0;       // of frames
  std::uint64_t bad_frames = 0;  // with something in them that could not be read
  std::uint64_t reconnects = 0;  // conversations after the first
  net::CircuitBreaker::State circuit = net::CircuitBreaker::State::closed;
  std::optional<timing::Instant> next_attempt_at;  // while no conversation is under way
  std::string session;                             // the source's id of the current one; empty before the first
  std::string why;                                 // the last conversation ended; empty if none has
  std::string last_problem;                        // of a bad frame
};

}  // namespace stint::live
