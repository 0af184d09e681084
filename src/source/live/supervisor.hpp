// Keeps one live feed going: records each frame, hands it to the adapter, does what that asks for, and begins the conversation
// anew when it is lost, with growing waits.
//
// It reads no clock: step() is told the time, so a test runs a day of disconnects in a moment.
// The watchdog looks at timing, not at keep-alives: a socket that is open and says nothing about a running session is dead.
// Invariant: a frame is in the recording before the adapter sees it. If the recording fails, that is said and the feed goes on.
// Thread rule: one thread at a time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "net/backoff.hpp"
#include "net/circuit_breaker.hpp"
#include "net/transport.hpp"
#include "source/live/adapter.hpp"
#include "source/live/feed_status.hpp"
#include "source/live/recording/frame_writer.hpp"

namespace stint::live {

struct SupervisorPlan {
  std::string source;             // name of the LiveSource
  std::chrono::seconds patience;  // without timing while a session runs
  std::uint64_t seed = 1;         // of the jitter
};

class Supervisor {
 public:
  // `recording` is nullopt if nothing is to be kept.
  Supervisor(const SupervisorPlan& plan, std::unique_ptr<Adapter> adapter, std::unique_ptr<net::Transport> transport,
             std::optional<FrameWriter> recording);
  ~Supervisor();

  // What has come by `now`, in order. `now` never goes back; if it does, it is taken to stand still.
  void step(timing::Instant now, std::vector<timing::Event>& events);
  // Ends the conversation: every stream is closed. step() may begin another one.
  void close();

  [[nodiscard]] const FeedStatus& status() const { return status_; }
  // What people should be told (connected, lost, the disk is full), once each.
  [[nodiscard]] std::vector<std::string> take_notes();
  [[nodiscard]] const std::optional<FrameWriter>& recording() const { return recording_; }

 private:
  void begin();
  void lose(const std::string& why);
  void take(const net::Frame& frame, std::vector<timing::Event>& events);
  void record(const RecordedItem& item);
  void settle(std::vector<timing::Event>& events);
  void learn(const timing::Event& event);
  void ask(const net::Ask& ask);
  void watch();
  void report_health(std::vector<timing::Event>& events);
  void note_success();
  // Whether timing is to be expected: the session runs, and not under a red flag.
  [[nodiscard]] bool expects_timing() const;

  SupervisorPlan plan_;
  std::unique_ptr<Adapter> adapter_;
  std::unique_ptr<net::Transport> transport_;
  std::optional<FrameWriter> recording_;
  net::Backoff backoff_;
  net::CircuitBreaker breaker_;
  Reaction reaction_;
  FeedStatus status_;
  std::vector<std::string> notes_;
  std::set<net::StreamName> open_streams_;

  timing::Instant now_{};
  bool under_way_ = false;  // a conversation is
  bool begun_before_ = false;
  timing::Instant begun_at_{};
  timing::Instant next_begin_{};
  bool session_runs_ = false;
  bool red_flag_ = false;
  timing::Instant expected_since_{};  // timing is: the session began to run, or the red flag came in
  std::optional<bool> told_connected_, told_stale_;
};

}  // namespace stint::live
