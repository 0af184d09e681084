#include "app/serve/writer_thread.hpp"

#include <algorithm>
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

void WriterThread::wake() {
  {
    const std::lock_guard lock(guard_);
    arrived_ = true;
  }
  wake_.notify_one();
}

bool WriterThread::wait(const std::stop_token& stopping, Clock::time_point tick, Clock::time_point earliest) {
  std::unique_lock lock(guard_);
  wake_.wait_until(lock, stopping, tick, [this] { return arrived_; });
  if (arrived_ && Clock::now() < earliest) wake_.wait_until(lock, stopping, std::min(tick, earliest), [] { return false; });
  arrived_ = false;
  return Clock::now() >= tick;
}

Result<void> WriterThread::step(bool all) {
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (!all && !runs_[i]->follows_arrivals()) continue;
    const Clock::time_point now = Clock::now();
    const auto passed = now - std::exchange(last_[i], now);
    if (auto done = runs_[i]->step(passed); !done) return done;
  }
  return {};
}

void WriterThread::work(const std::stop_token& stopping) {
  Clock::time_point tick = Clock::now() + kStepInterval;
  Clock::time_point earliest = Clock::now();
  last_.assign(runs_.size(), Clock::now());
  while (!stopping.stop_requested()) {
    const bool all = wait(stopping, tick, earliest);
    if (stopping.stop_requested()) return;
    const Clock::time_point now = Clock::now();
    if (all) tick = now + kStepInterval;
    earliest = now + kLeastStepInterval;
    if (auto done = step(all); !done) {
      failure_ = done.error();
      on_failure_();
      return;
    }
  }
}

}  // namespace stint::app
