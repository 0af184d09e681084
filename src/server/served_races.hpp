// The sessions that can be looked at: those being served, and those of the store, loaded when somebody asks for one.
//
// Thread rule: the server's thread.
#pragma once

#include <chrono>
#include <list>
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
  race::SnapshotPtr snapshot;          // never null
  std::optional<ReplayStatus> replay;  // nullopt: live or stored
  std::string state_tag;               // names this state of this session among all that the server ever shows
  std::chrono::seconds delay{0};       // how far behind the race it was asked to be
};

// `?delay=SECONDS`, 0 if absent. Error: bad_argument.
[[nodiscard]] Result<std::chrono::seconds> delay_of(const RequestTarget& target);

class ServedRaces {
 public:
  ServedRaces(std::vector<std::shared_ptr<RaceChannel>> channels, Archive archive);

  // The session that `?session=` names, or the first served, as it was shown `?delay=` ago. A stored session stands still, so a
  // delay changes nothing there. Errors: no_session, unknown_session, bad_argument.
  [[nodiscard]] Result<RaceView> select(const RequestTarget& target);
  [[nodiscard]] Result<RaceView> find(const std::string& id, std::chrono::seconds delay);
  // One that is being served and can be steered and followed. Errors: no_session, unknown_session.
  [[nodiscard]] Result<RaceChannel*> select_channel(const RequestTarget& target) const;

  [[nodiscard]] const std::vector<std::shared_ptr<RaceChannel>>& channels() const { return channels_; }
  [[nodiscard]] const Archive& archive() const { return archive_; }
  [[nodiscard]] bool ready() const;

 private:
  struct Loaded {
    RaceView view;
    std::chrono::steady_clock::time_point at;
  };

  [[nodiscard]] Result<RaceView> load(const std::string& id);

  std::vector<std::shared_ptr<RaceChannel>> channels_;
  Archive archive_;
  std::list<Loaded> loaded_;  // the newest first
  std::uint64_t loads_ = 0;
  std::string load_epoch_;
};

}  // namespace stint::server
