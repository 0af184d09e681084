#include "app/serve/monitor_run.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "app/serve/monitor_memory.hpp"
#include "app/text_file.hpp"

namespace stint::app {
namespace {

constexpr std::chrono::seconds kDecisionInterval{1};
// After a source could not be started, or an export not be written.
constexpr std::chrono::minutes kTryAgain{1};

}  // namespace

Result<std::unique_ptr<MonitorRun>> MonitorRun::create(MonitorSetup setup) {
  auto memory = read_memory(setup.memory.string());
  if (!memory) return std::unexpected(memory.error());
  std::unique_ptr<MonitorRun> run(new MonitorRun(std::move(setup)));
  run->memory_ = std::move(*memory);
  run->kept_ = memory_text(run->memory_);
  run->status_.active = true;
  return run;
}

Result<void> MonitorRun::step(std::chrono::nanoseconds passed) {
  now_ = setup_.wall_clock();
  if (auto stepped = step_sources(passed); !stepped) return stepped;
  if (now_ >= next_decision_) {
    next_decision_ = now_ + kDecisionInterval;
    look_at_calendar();
    decide();
    tell();
  }
  write_exports();
  return {};
}

server::MonitorStatus MonitorRun::status() const {
  const std::lock_guard lock(guard_);
  return status_;
}

std::string MonitorRun::session_id(const std::string& host) const {
  const std::lock_guard lock(guard_);
  const auto found = session_ids_.find(host);
  return found == session_ids_.end() ? std::string() : found->second;
}

Result<void> MonitorRun::step_sources(std::chrono::nanoseconds passed) {
  for (auto& [source, running] : running_) {
    if (auto stepped = running.source->step(passed); !stepped) return stepped;
  }
  return {};
}

void MonitorRun::look_at_calendar() {
  auto calendar = setup_.calendar();
  if (calendar == calendar_ || !calendar) return;
  calendar_ = std::move(calendar);
  sessions_ = watched_sessions(*calendar_);
  std::erase_if(sessions_, [&](const WatchedSession& session) { return !setup_.is_allowed(session.source); });
}

MonitorFacts MonitorRun::facts() {
  MonitorFacts facts;
  for (const auto& [source, running] : running_) facts.running[source] = running.source->facts();
  std::erase_if(blocked_until_, [&](const auto& blocked) { return blocked.second <= now_; });
  for (const auto& [source, until] : blocked_until_) facts.blocked.insert(source);
  return facts;
}

void MonitorRun::decide() {
  const auto steps = plan(sessions_, setup_.rules, setup_.host_of, facts(), now_, memory_);
  keep_memory();
  for (const MonitorStep& step : steps) {
    std::visit([this](const auto& one) { take(one); }, step);
  }
}

void MonitorRun::take(const StartSource& step) {
  spdlog::info("monitor: {} is followed for {}, {}", step.source, step.event, step.session);
  auto source = setup_.start(step);
  if (!source) {
    spdlog::warn("monitor: {} can't be followed: {}", step.source, source.error().message);
    blocked_until_[step.source] = now_ + kTryAgain;
    return;
  }
  running_[step.source] = {step.host, step.event, step.session, std::move(*source)};
}

void MonitorRun::take(const StopSource& step) {
  spdlog::info("monitor: {} is left: {}", step.source, step.reason);
  running_.erase(step.source);
}

// Before what it says is done: a program that is killed in between does it again.
void MonitorRun::keep_memory() {
  std::string text = memory_text(memory_);
  if (text == kept_) return;
  std::error_code ignored;
  if (setup_.memory.has_parent_path()) std::filesystem::create_directories(setup_.memory.parent_path(), ignored);
  if (const auto written = write_text_file(setup_.memory.string(), text); !written) {
    spdlog::warn("monitor: {}", written.error().message);
    return;
  }
  kept_ = std::move(text);
}

void MonitorRun::write_exports() {
  if (!export_) {
    if (memory_.to_export.empty() || now_ < next_export_) return;
    const std::string session = *memory_.to_export.begin();
    auto opened = SessionExport::open(setup_.database_url, session, setup_.exports, now_);
    if (!opened && opened.error().code == ErrorCode::unknown_session) {
      memory_.to_export.erase(session);
      keep_memory();
      return;
    }
    if (!opened) {
      spdlog::warn("monitor: {} is exported later: {}", session, opened.error().message);
      next_export_ = now_ + kTryAgain;
      return;
    }
    export_ = std::move(*opened);
  }
  const auto done = export_->write_some();
  if (!done) {
    spdlog::warn("monitor: {} is exported later: {}", export_->session(), done.error().message);
    next_export_ = now_ + kTryAgain;
    export_.reset();
  } else if (*done) {
    spdlog::info("monitor: {} is exported to {}", export_->session(), export_->path().string());
    memory_.to_export.erase(export_->session());
    export_.reset();
    keep_memory();
  }
}

void MonitorRun::tell() {
  server::MonitorStatus status;
  status.active = true;
  std::map<std::string, std::string> ids;
  for (const auto& [source, running] : running_) {
    ids[running.host] = running.source->facts().log_session;
    const auto follow = memory_.following.find(running.host);
    const auto session = follow == memory_.following.end()
                             ? sessions_.end()
                             : std::ranges::find(sessions_, follow->second.key, &WatchedSession::key);
    status.current_race = session == sessions_.end() ? running.event : session->event;
    status.current_session = session == sessions_.end() ? running.session : session->session;
  }
  if (running_.empty() && !blocked_until_.empty()) {
    status.note = blocked_until_.begin()->first + " can't be followed just now; the log says why";
  }
  const std::lock_guard lock(guard_);
  status_ = std::move(status);
  for (auto& [host, id] : ids) {
    if (!id.empty()) session_ids_[host] = std::move(id);
  }
}

}  // namespace stint::app
