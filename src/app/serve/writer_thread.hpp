// The one thread that changes races: it steps every run, again and again, until it is stopped or a run fails.
#pragma once

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
  // Returns when the current step is done. Safe to call twice.
  void stop();

  // Why it ended by itself. REQUIRES: after stop().
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

 private:
  void work(const std::stop_token& stopping);

  std::vector<std::unique_ptr<SessionRun>> runs_;
  std::function<void()> on_failure_;
  std::optional<Error> failure_;
  std::mutex guard_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace stint::app
