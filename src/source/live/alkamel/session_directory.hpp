// Which sessions the feed has, and which of them is on: the documents `feeds`, `sessions` and `session_info`.
//
// Of `feeds` only the list of sessions is read; what else is in that document (the owner's keys among it) is dropped unread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "source/live/alkamel/ddp.hpp"
#include "timing/event.hpp"

namespace stint::live::alkamel {

struct SessionInfo {
  ObjectId session;
  std::string series, event, name, type;
  bool closed = false;
  std::optional<std::int32_t> utc_offset_min;
  bool operator==(const SessionInfo&) const = default;
};

// "RACE", "QUALIFYING_BEST_LAP", "FREE_PRACTICE" ...; where the type says nothing, the name may.
[[nodiscard]] timing::SessionKind session_kind(const SessionInfo& info);

class SessionDirectory {
 public:
  // Whether the list of sessions is another now.
  bool read_feed(const DdpMessage& message);
  void read_session(const DdpMessage& message);
  void read_info(const DdpMessage& message);
  void forget() { *this = {}; }

  [[nodiscard]] const std::vector<ObjectId>& sessions() const { return sessions_; }
  // The first that is open; none open: `held` if the feed still has it, else the last. nullopt if none is known.
  [[nodiscard]] std::optional<SessionInfo> current(const ObjectId& held) const;

 private:
  struct Named {
    std::string name;
    std::optional<std::int32_t> utc_offset_min;
  };
  [[nodiscard]] SessionInfo complete(SessionInfo info) const;

  std::vector<ObjectId> sessions_;                        // in the feed's order
  std::map<std::string, Named, std::less<>> named_;       // `sessions`, by session
  std::map<std::string, SessionInfo, std::less<>> info_;  // `session_info`, by document
};

}  // namespace stint::live::alkamel
