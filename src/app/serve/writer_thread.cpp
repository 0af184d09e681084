#include "app/serve/writer_thread.hpp"

#include <chrono>
#include <utility>

namespace stint::app {

WriterThread::WriterThread(std::vector<std::unique_ptr<SessionRun>> runs, std::function<void()> on_failure)
    : runs_(std::move(runs)), on_failure_(std::move(on_failure)) {}

WriterThread::~WriterThread() { stop(); }

Result<void> WriterThread::publish_first() {
  for (const auto& run : runs_) {
    if (auto done = run->step({}); !done) return done;
  }
  return {};
}

void WriterThread::start() {
  thread_ = std::jthread([this](const std::stop_token& stopping) { work(stopping); });
}

void WriterThread::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void WriterThread::work(const std::stop_token& stopping) {
  using Clock = std::chrono::steady_clock;
  Clock::time_point last = Clock::now();
  while (!stopping.stop_requested()) {
    {
      std::unique_lock lock(guard_);
      wake_.wait_until(lock, stopping, last + kStepInterval, [] { return false; });
    }
    if (stopping.stop_requested()) return;
    const Clock::time_point now = Clock::now();
    const auto passed = now - last;
    last = now;
    for (const auto& run : runs_) {
      if (auto done = run->step(passed); !done) {
        failure_ = done.error();
        on_failure_();
        return;
      }
    }
  }
}

}  // namespace stint::app
