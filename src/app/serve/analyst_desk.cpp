#include "app/serve/analyst_desk.hpp"

#include <utility>

namespace stint::app {
namespace {

// Whether there is something newer to do is asked, and progress is told, this often.
constexpr std::size_t kSlice = 1024;
// So many events behind, a move takes long enough for its progress to be shown.
constexpr std::size_t kLongWay = 8192;

}  // namespace

AnalystDesk::AnalystDesk(MakeAnalyst make)
    : make_(std::move(make)), analyst_(make_()), thread_([this](const std::stop_token& stopping) { work(stopping); }) {}

AnalystDesk::~AnalystDesk() {
  thread_.request_stop();
  thread_.join();
}

void AnalystDesk::play(std::span<const timing::Event> recording, std::size_t count, timing::Instant now) {
  {
    const std::lock_guard lock(guard_);
    if (count < next_.count) {
      ++next_.moves;
      latest_ = nullptr;  // nothing of what has not happened yet
    }
    next_.recording = recording;
    next_.count = count;
    next_.now = now;
    waits_ = true;
  }
  wake_.notify_one();
}

void AnalystDesk::hear(std::span<const timing::Event> events, timing::Instant now) {
  {
    const std::lock_guard lock(guard_);
    next_.heard.insert(next_.heard.end(), events.begin(), events.end());
    next_.now = now;
    waits_ = true;
  }
  wake_.notify_one();
}

insight::InsightsPtr AnalystDesk::latest() const {
  const std::lock_guard lock(guard_);
  return latest_;
}

void AnalystDesk::finish() {
  std::unique_lock lock(guard_);
  idle_.wait(lock, [this] { return !waits_ && !works_; });
}

void AnalystDesk::work(const std::stop_token& stopping) {
  while (!stopping.stop_requested()) {
    Task task;
    {
      std::unique_lock lock(guard_);
      works_ = false;
      if (!waits_) idle_.notify_all();
      if (!wake_.wait(lock, stopping, [this] { return waits_; })) return;
      waits_ = false;
      works_ = true;
      task = next_;
      next_.heard.clear();
    }
    follow(task, stopping);
  }
}

void AnalystDesk::follow(const Task& task, const std::stop_token& stopping) {
  for (const timing::Event& event : task.heard) analyst_.apply(event);
  if (!task.recording.empty()) {
    go_near(task.count);
    const std::size_t began = applied_;
    const bool long_way = task.count - began > kLongWay;
    while (applied_ < task.count) {
      if (applied_ % kKeyframeEvery == 0 && !keyframes_.contains(applied_)) {
        analyst_.freeze();
        keyframes_.emplace(applied_, analyst_);
      }
      analyst_.apply(task.recording[applied_++]);
      if (applied_ % kSlice != 0) continue;
      if (stopping.stop_requested() || is_outdated(task)) return;
      if (long_way) show_progress(static_cast<double>(applied_ - began) / static_cast<double>(task.count - began), task.moves);
    }
  }
  analyst_.advance(task.now);
  analyst_.freeze();
  show(analyst_.insights(), task.moves);
}

// To the latest state kept that is not beyond `count`, unless the present one is nearer.
void AnalystDesk::go_near(std::size_t count) {
  const auto beyond = keyframes_.upper_bound(count);
  const std::size_t kept = beyond == keyframes_.begin() ? 0 : std::prev(beyond)->first;
  if (applied_ <= count && applied_ >= kept) return;
  if (beyond == keyframes_.begin()) {
    analyst_ = make_();
  } else {
    std::prev(beyond)->second.freeze();
    analyst_ = std::prev(beyond)->second;
  }
  applied_ = kept;
}

bool AnalystDesk::is_outdated(const Task& task) {
  const std::lock_guard lock(guard_);
  return next_.moves != task.moves;
}

void AnalystDesk::show(insight::InsightsPtr insights, std::uint32_t moves) {
  const std::lock_guard lock(guard_);
  if (next_.moves == moves) latest_ = std::move(insights);
}

void AnalystDesk::show_progress(double done, std::uint32_t moves) {
  auto partial = std::make_shared<insight::Insights>();
  partial->done = done;
  show(std::move(partial), moves);
}

}  // namespace stint::app
