// The sessions that can be looked at: those being served, and those of the store, loaded when somebody asks for one.
//
// Thread rule: the server's thread.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/race_channel.hpp"
#include "server/request_target.hpp"
#include "server/server.hpp"

namespace stint::server {

struct RaceView {
  std::string id;
  race::SnapshotPtr snapshot;                     // never null
  std::optional<ReplayStatus> replay;             // nullopt: live or stored
  std::string state_tag;                          // names this state of this session among all that the server ever shows
  std::chrono::seconds delay{0};                  // how far behind the race it was asked to be
  insight::InsightsPtr insights = nullptr;        // nullptr: none of this session
  insight::StrategyReportPtr strategy = nullptr;  // nullptr: none of this session (yet)
};

// `?delay=SECONDS`, 0 if absent. Error: bad_argument.
[[nodiscard]] Result<std::chrono::seconds> delay_of(const RequestTarget& target);

class ServedRaces {
 public:
  ServedRaces(std::vector<std::shared_ptr<RaceChannel>> channels, Archive archive, std::vector<race::Circuit> circuits = {});

  // The session that `?session=` names, or the first served, as it was shown `?delay=` ago. A stored session stands still, so a
  // delay changes nothing there. Errors: no_session, unknown_session, bad_argument.
  [[nodiscard]] Result<RaceView> select(const RequestTarget& target);
  [[nodiscard]] Result<RaceView> find(const std::string& id, std::chrono::seconds delay);
  // What the server's other parts do with sessions that come and go.
  struct Surroundings {
    // Runs a task there, soon.
    std::function<void(std::function<void()>)> on_server_thread = [](const std::function<void()>& task) { task(); };
    std::function<void(const std::shared_ptr<RaceChannel>&)> added = [](const auto&) {};
    std::function<void(const RaceChannel&)> removed = [](const RaceChannel&) {};
    // By a push client.
    std::function<bool(const RaceChannel&)> is_watched = [](const RaceChannel&) { return false; };
  };
  void surround(Surroundings surroundings) { surroundings_ = std::move(surroundings); }

  enum class Opening : std::uint8_t { served, under_way };
  // Sees to it that a stored session is served. Errors: unknown_session, overloaded (as many as may be are open and watched),
  // and whatever kept it from being loaded, told to the next who asks.
  [[nodiscard]] Result<Opening> open(const std::string& id);

  // One that is being served and can be steered and followed. Errors: no_session, unknown_session.
  [[nodiscard]] Result<RaceChannel*> select_channel(const RequestTarget& target) const;

  [[nodiscard]] const std::vector<std::shared_ptr<RaceChannel>>& channels() const { return channels_; }
  [[nodiscard]] const Archive& archive() const { return archive_; }
  [[nodiscard]] const std::vector<race::Circuit>& circuits() const { return circuits_; }
  [[nodiscard]] bool ready() const;

 private:
  struct Loaded {
    RaceView view;
    std::chrono::steady_clock::time_point at;
  };

  // A session that was opened on demand.
  struct OpenedSession {
    std::shared_ptr<RaceChannel> channel;  // nullptr while it is being loaded
    std::optional<Error> failure;
    std::chrono::steady_clock::time_point asked_at;
  };

  [[nodiscard]] Result<RaceView> load(const std::string& id);
  [[nodiscard]] const std::shared_ptr<RaceChannel>* channel_of(const std::string& id) const;
  [[nodiscard]] Result<void> make_room();
  void take_opened(const std::string& id, Result<std::shared_ptr<RaceChannel>> opened);

  std::vector<std::shared_ptr<RaceChannel>> channels_;
  Archive archive_;
  std::vector<race::Circuit> circuits_;
  std::list<Loaded> loaded_;                             // the newest first
  mutable std::map<std::string, OpenedSession> opened_;  // mutable: each look at one is noted
  Surroundings surroundings_;
  std::uint64_t loads_ = 0;
  std::string load_epoch_;
};

}  // namespace stint::server
