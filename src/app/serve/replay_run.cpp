#include "app/serve/replay_run.hpp"

#include <cmath>
#include <utility>

namespace stint::app {
namespace {

constexpr std::size_t kMostWaitingCommands = 64;

Result<void> check(const server::ReplayCommand& command) {
  using Action = server::ReplayCommand::Action;
  if (command.action == Action::seek && !command.to) return fail(ErrorCode::bad_argument, "A seek needs the instant to go to.");
  if (command.action != Action::speed) return {};
  if (!command.speed) return fail(ErrorCode::bad_argument, "A change of speed needs the speed.");
  const double speed = *command.speed;
  if (std::isinf(speed) && speed > 0) return {};
  if (speed >= source::kSlowest && speed <= source::kFastest) return {};
  return fail(ErrorCode::bad_argument, "The speed must be from 0.5 to 1000, or \"max\".");
}

}  // namespace

Result<void> ReplayRun::Inbox::put(const server::ReplayCommand& command) {
  if (auto fine = check(command); !fine) return fine;
  const std::lock_guard lock(guard_);
  if (waiting_.size() >= kMostWaitingCommands) return fail(ErrorCode::overloaded, "Too many replay commands at once.");
  waiting_.push_back(command);
  return {};
}

std::vector<server::ReplayCommand> ReplayRun::Inbox::take() {
  const std::lock_guard lock(guard_);
  return std::exchange(waiting_, {});
}

ReplayRun::ReplayRun(const std::string& id, std::vector<timing::Event> events) : playback_(std::move(events)) {
  channel_ = std::make_shared<server::RaceChannel>(
      id, [inbox = inbox_](const server::ReplayCommand& command) { return inbox->put(command); });
}

Result<std::unique_ptr<ReplayRun>> ReplayRun::create(Recording recording, const ReplayStart& start,
                                                     const MakeAnalyst& make_analyst) {
  std::unique_ptr<ReplayRun> run(new ReplayRun(recording.id, std::move(recording.events)));
  if (auto set = run->playback_.set_speed(start.speed); !set) return std::unexpected(set.error());
  if (start.at_end) {
    run->playback_.seek(run->playback_.status().ends);
    run->playback_.pause();
  } else {
    run->playback_.seek(start.from.value_or(run->playback_.status().begins));
    run->playback_.play();
  }
  if (make_analyst) run->desk_ = std::make_unique<AnalystDesk>(make_analyst);
  return run;
}

void ReplayRun::obey(const server::ReplayCommand& command) {
  using Action = server::ReplayCommand::Action;
  switch (command.action) {
    case Action::play:
      if (playback_.status().ended) move_to(playback_.status().begins);
      playback_.play();
      break;
    case Action::pause:
      playback_.pause();
      break;
    case Action::seek:
      move_to(*command.to);
      break;
    case Action::speed:
      static_cast<void>(playback_.set_speed(*command.speed));  // check() has seen to it
      break;
  }
}

void ReplayRun::move_to(timing::Instant at) {
  playback_.seek(at);
  ++take_;
}

void ReplayRun::publish() {
  const source::PlaybackStatus status = playback_.status();
  server::Publication publication;
  publication.snapshot = playback_.snapshot();
  publication.replay = server::ReplayStatus{status.begins, status.ends, status.at, status.speed, status.playing, status.ended};
  publication.take = take_;
  publication.insights = insights_;
  channel_->publish(std::move(publication));
  published_ = true;
  since_published_ = {};
}

Result<void> ReplayRun::step(std::chrono::nanoseconds passed) {
  const bool was_running = playback_.status().playing;
  const auto commands = inbox_->take();
  for (const auto& command : commands) obey(command);
  const std::size_t applied = playback_.advance(passed);
  if (playback_.status().ended) playback_.pause();
  since_published_ += passed;
  const bool clock_is_due = was_running && since_published_ >= kClockInterval;
  const bool has_stopped = was_running != playback_.status().playing;
  if (desk_ && (applied > 0 || !commands.empty() || clock_is_due || !published_)) {
    desk_->play(playback_.events(), playback_.played(), playback_.status().at);
  }
  const insight::InsightsPtr before = desk_ ? std::exchange(insights_, desk_->latest()) : nullptr;
  const bool has_insights = before != insights_;
  if (has_insights || !published_ || !commands.empty() || applied > 0 || clock_is_due || has_stopped) publish();
  return {};
}

}  // namespace stint::app
