// Where insight is worked out: an Analyst on a thread of its own, so that predictions never hold up the race.
//
// The writer's thread says how far the race is; the desk follows, and what it has is attached to the next publication. It may
// be some events behind, and says of which instant it is. A replay can be moved: the desk keeps an Analyst every kKeyframeEvery
// events and goes on from the nearest. What waits for the desk is at most the events of the session, which are in memory or in
// the log anyway. Thread rule: the writer's thread, except where said otherwise.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "insight/analyst.hpp"

namespace stint::app {

// Makes the analyst of a session that begins; empty: nothing is worked out.
using MakeAnalyst = std::function<insight::Analyst()>;

class AnalystDesk {
 public:
  static constexpr std::size_t kKeyframeEvery = 16'384;  // events: some 0.3 s of work

  // REQUIRES: `make` is not empty.
  explicit AnalystDesk(MakeAnalyst make);
  ~AnalystDesk();
  AnalystDesk(const AnalystDesk&) = delete;
  AnalystDesk& operator=(const AnalystDesk&) = delete;

  // A recording stands at its first `count` events, and it is `now`. REQUIRES: always the same recording, which outlives the
  // desk.
  void play(std::span<const timing::Event> recording, std::size_t count, timing::Instant now);
  // These have happened next, and it is `now`.
  void hear(std::span<const timing::Event> events, timing::Instant now);

  // The newest there is: of where the race was last said to be or somewhat before; after a move of a recording, how much of the
  // way is done until it is there. nullptr before the first. Any thread.
  [[nodiscard]] insight::InsightsPtr latest() const;
  // Until there is nothing to do: for tests.
  void finish();

 private:
  struct Task {
    std::span<const timing::Event> recording;
    std::size_t count = 0;
    std::vector<timing::Event> heard;
    timing::Instant now{};
    std::uint32_t moves = 0;  // how often the recording was moved
  };

  void work(const std::stop_token& stopping);
  void follow(const Task& task, const std::stop_token& stopping);
  void go_near(std::size_t count);
  [[nodiscard]] bool is_outdated(const Task& task);
  void show(insight::InsightsPtr insights, std::uint32_t moves);
  void show_progress(double done, std::uint32_t moves);

  MakeAnalyst make_;
  insight::Analyst analyst_;                           // the desk's thread
  std::size_t applied_ = 0;                            // events of a recording
  std::map<std::size_t, insight::Analyst> keyframes_;  // by events applied

  mutable std::mutex guard_;
  std::condition_variable_any wake_;
  std::condition_variable idle_;
  Task next_;                    // under guard_
  bool waits_ = false;           // under guard_: there is something to do
  bool works_ = false;           // under guard_
  insight::InsightsPtr latest_;  // under guard_
  std::jthread thread_;
};

}  // namespace stint::app
