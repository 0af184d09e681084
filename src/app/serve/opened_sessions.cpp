#include "app/serve/opened_sessions.hpp"

#include <algorithm>
#include <utility>

namespace stint::app {

OpenedSessions::OpenedSessions(Load load, MakeAnalyst make_analyst)
    : load_(std::move(load)),
      make_analyst_(std::move(make_analyst)),
      thread_([this](const std::stop_token& stopping) { work(stopping); }) {}

OpenedSessions::~OpenedSessions() {
  thread_.request_stop();
  thread_.join();
}

void OpenedSessions::open(const std::string& id, Done done) {
  {
    const std::lock_guard lock(guard_);
    tasks_.emplace_back([this, id, done = std::move(done)] { add(id, done); });
  }
  wake_.notify_one();
}

void OpenedSessions::close(const std::string& id) {
  {
    const std::lock_guard lock(guard_);
    tasks_.emplace_back([this, id] {
      std::vector<std::unique_ptr<ReplayRun>> closed;  // freed after the lock is released
      const std::lock_guard stepping(steps_);
      const auto kept = std::partition(runs_.begin(), runs_.end(), [&](const auto& run) { return run->channel()->id() != id; });
      std::move(kept, runs_.end(), std::back_inserter(closed));
      runs_.erase(kept, runs_.end());
    });
  }
  wake_.notify_one();
}

Result<void> OpenedSessions::step(std::chrono::nanoseconds passed) {
  const std::lock_guard stepping(steps_);
  for (const auto& run : runs_) {
    if (auto done = run->step(passed); !done) return done;
  }
  return {};
}

void OpenedSessions::work(const std::stop_token& stopping) {
  while (!stopping.stop_requested()) {
    std::function<void()> task;
    {
      std::unique_lock lock(guard_);
      if (!wake_.wait(lock, stopping, [this] { return !tasks_.empty(); })) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

Result<std::unique_ptr<ReplayRun>> OpenedSessions::load(const std::string& id) {
  auto recording = load_(id);
  if (!recording) return std::unexpected(recording.error());
  recording->id = id;
  ReplayStart start;
  start.at_end = true;
  auto run = ReplayRun::create(std::move(*recording), start, make_analyst_);
  if (!run) return std::unexpected(run.error());
  if (auto first = (*run)->step({}); !first) return std::unexpected(first.error());
  return run;
}

void OpenedSessions::add(const std::string& id, const Done& done) {
  auto run = load(id);
  if (!run) {
    done(std::unexpected(run.error()));
    return;
  }
  const std::shared_ptr<server::RaceChannel> channel = (*run)->channel();
  {
    const std::lock_guard stepping(steps_);
    runs_.push_back(std::move(*run));
  }
  done(channel);
}

}  // namespace stint::app
