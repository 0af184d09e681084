// The one thread that changes races: it steps every run, again and again, until it is stopped or a run fails.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/serve/session_run.hpp"

namespace stint::app {

class WriterThread {
 public:
  // `on_failure` is called on this thread, once.
  WriterThread(std::vector<std::unique_ptr<SessionRun>> runs, std::function<void()> on_failure);
  ~WriterThread();
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;

  // Every run publishes its first state; on the caller's thread. REQUIRES: before start().
  [[nodiscard]] Result<void> publish_first();
  void start();
  // Something has come for the runs that follow arrivals: they are stepped at once. Any thread.
  void wake();
  // Returns when the current step is done. Safe to call twice.
  void stop();

  // Why it ended by itself. REQUIRES: after stop().
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  using Clock = std::chrono::steady_clock;

  void work(const std::stop_token& stopping);
  // Waits for the next step: for a tick (true: all runs are due) or for an arrival.
  [[nodiscard]] bool wait(const std::stop_token& stopping, Clock::time_point tick, Clock::time_point earliest);
  [[nodiscard]] Result<void> step(bool all);

  std::vector<std::unique_ptr<SessionRun>> runs_;
  std::function<void()> on_failure_;
  std::optional<Error> failure_;
  std::mutex guard_;
  std::condition_variable_any wake_;
  bool arrived_ = false;                 // under guard_
  std::vector<Clock::time_point> last_;  // step of each run
  std::jthread thread_;
};

}  // namespace stint::app
