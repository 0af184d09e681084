// `stint serve --monitor`: follows the calendar's sessions by itself, and exports each when it is over.
//
// What to do is monitor_plan's; here it is done: sources are started and stopped, their runs stepped, exports written, and the
// memory kept in a file before each change, so that a program that was killed goes on where it was.
// Thread rule: step() on the writer's thread; status() and session_id() on any.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/serve/monitor_plan.hpp"
#include "app/serve/session_export.hpp"
#include "app/serve/session_run.hpp"
#include "server/schedule.hpp"

namespace stint::app {

// A live source while it is followed.
class FollowedSource {
 public:
  FollowedSource() = default;
  FollowedSource(const FollowedSource&) = delete;
  FollowedSource& operator=(const FollowedSource&) = delete;
  virtual ~FollowedSource() = default;

  // Errors end the program: the log can't be written.
  [[nodiscard]] virtual Result<void> step(std::chrono::nanoseconds passed) = 0;
  [[nodiscard]] virtual SourceFacts facts() const = 0;
};

struct MonitorSetup {
  std::function<std::shared_ptr<const calendar::Calendar>()> calendar;
  // Contacts nothing yet; the first step does. An error blocks the source for a minute.
  std::function<Result<std::unique_ptr<FollowedSource>>(const StartSource&)> start;
  HostOf host_of;
  std::function<bool(const std::string& source)> is_allowed;  // others of the calendar are left alone
  std::function<timing::Instant()> wall_clock;
  std::string database_url;
  std::filesystem::path exports = "data/exports";
  std::filesystem::path memory = "data/monitor.json";
  MonitorRules rules;
};

class MonitorRun : public SessionRun {
 public:
  // Errors: file_unreadable (the memory).
  [[nodiscard]] static Result<std::unique_ptr<MonitorRun>> create(MonitorSetup setup);

  [[nodiscard]] Result<void> step(std::chrono::nanoseconds passed) override;
  [[nodiscard]] bool follows_arrivals() const override { return true; }

  [[nodiscard]] server::MonitorStatus status() const;
  // The session of the log that `host` shows; empty if it shows none.
  [[nodiscard]] std::string session_id(const std::string& host) const;

 private:
  struct Running {
    std::string host, event, session;
    std::unique_ptr<FollowedSource> source;
  };

  explicit MonitorRun(MonitorSetup setup) : setup_(std::move(setup)) {}
  void look_at_calendar();
  [[nodiscard]] Result<void> step_sources(std::chrono::nanoseconds passed);
  [[nodiscard]] MonitorFacts facts();
  void decide();
  void take(const StartSource& step);
  void take(const StopSource& step);
  void keep_memory();
  void write_exports();
  void tell();

  MonitorSetup setup_;
  timing::Instant now_{};
  timing::Instant next_decision_{};
  std::shared_ptr<const calendar::Calendar> calendar_;
  std::vector<WatchedSession> sessions_;
  MonitorMemory memory_;
  std::string kept_;                                      // the memory as the file has it
  std::map<std::string, Running> running_;                // by source
  std::map<std::string, timing::Instant> blocked_until_;  // by source
  std::unique_ptr<SessionExport> export_;
  timing::Instant next_export_{};

  mutable std::mutex guard_;  // of what follows
  server::MonitorStatus status_;
  std::map<std::string, std::string> session_ids_;  // by host
};

}  // namespace stint::app
