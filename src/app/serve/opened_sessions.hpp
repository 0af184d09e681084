// Stored sessions that somebody has asked to see: each is loaded on a thread of its own and then replayed like any other.
//
// Thread rule: open() and close() from any thread; step() by the writer's. What takes long (reading the log, folding the race)
// is done on the loading thread, and so is what a closed session leaves to be freed.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/recording.hpp"
#include "app/serve/replay_run.hpp"
#include "app/serve/session_run.hpp"
#include "server/race_channel.hpp"

namespace stint::app {

class OpenedSessions : public SessionRun {
 public:
  // Reads a session whole; called on the loading thread.
  using Load = std::function<Result<Recording>(const std::string& id)>;
  // Told on the loading thread, once, when the session has something to show or can't be loaded.
  using Done = std::function<void(Result<std::shared_ptr<server::RaceChannel>>)>;

  explicit OpenedSessions(Load load, MakeAnalyst make_analyst = {});
  ~OpenedSessions() override;

  void open(const std::string& id, Done done);
  // Nothing happens if it is not open.
  void close(const std::string& id);

  [[nodiscard]] Result<void> step(std::chrono::nanoseconds passed) override;

 private:
  void work(const std::stop_token& stopping);
  [[nodiscard]] Result<std::unique_ptr<ReplayRun>> load(const std::string& id);
  void add(const std::string& id, const Done& done);

  Load load_;
  MakeAnalyst make_analyst_;
  std::mutex steps_;  // held while the runs are stepped, added or taken out
  std::vector<std::unique_ptr<ReplayRun>> runs_;
  std::mutex guard_;
  std::condition_variable_any wake_;
  std::deque<std::function<void()>> tasks_;  // of the loading thread; under guard_
  std::jthread thread_;                      // the last member: it ends before what it uses
};

}  // namespace stint::app
