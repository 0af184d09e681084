// What the monitor does next, as a function of the calendar, of what it remembers and of the time that it is told.
//
// It follows one session a host at a time: from a quarter of an hour before its start until its flag and a while after, or
// until it is long over. Then the sessions of the log that it made are exported. What it remembers is enough to go on after a
// crash.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "calendar/schedule.hpp"
#include "timing/instant.hpp"

namespace stint::app {

struct MonitorRules {
  timing::Millis lead = std::chrono::minutes{15};      // before the scheduled start
  timing::Millis quiet = std::chrono::minutes{5};      // after the flag: late laps and corrections
  timing::Millis overtime = std::chrono::minutes{30};  // after the scheduled end, unless the session still runs
  timing::Millis patience = std::chrono::hours{12};    // after the scheduled end, whatever the source says
};

// A session of the calendar that can be followed: its start and its live source are known.
struct WatchedSession {
  std::string key;  // the same as long as event and session keep their names and day
  std::string event, session;
  std::string source;  // name of the live source: "wec"
  calendar::SessionKind kind = calendar::SessionKind::other;
  timing::Instant starts_at{};
  timing::Instant ends_at{};  // by the schedule, or by the usual length of its kind
};

// By start. What is cancelled is left out.
[[nodiscard]] std::vector<WatchedSession> watched_sessions(const calendar::Calendar& calendar);

// What a source that was started says just now.
struct SourceFacts {
  std::string log_session;  // that is shown; empty: none yet
  bool runs = false;        // it runs, or stands under a red flag
  bool is_over = false;     // it has had its flag
};

// One session being followed. Kept on disk.
struct Follow {
  std::string key, source;
  std::set<std::string> log_sessions;      // that ran meanwhile
  std::string other;                       // a session of the log that was on before: its flag is not ours
  std::optional<timing::Instant> flag_at;  // when the flag was first seen
  bool operator==(const Follow&) const = default;
};

struct MonitorMemory {
  std::map<std::string, Follow> following;      // by host
  std::map<std::string, timing::Instant> done;  // keys, with the instant from which they may be forgotten
  std::set<std::string> to_export;              // sessions of the log
  bool operator==(const MonitorMemory&) const = default;
};

struct StartSource {
  std::string host, source;
  std::string event, session;
};
struct StopSource {
  std::string host, source;
  std::string reason;
};
using MonitorStep = std::variant<StartSource, StopSource>;

struct MonitorFacts {
  std::map<std::string, SourceFacts> running;  // by source: those that were started and not stopped
  std::set<std::string> blocked;               // sources that can't be started just now
};

// Which server a source talks to: no two sources of one host are followed at the same time.
using HostOf = std::function<std::string(const std::string& source)>;

// The steps to take now, and in `memory` what is to be remembered once they are taken: to be kept before they are. What is in
// `memory.to_export` is the caller's to take out when the export is on disk.
[[nodiscard]] std::vector<MonitorStep> plan(const std::vector<WatchedSession>& sessions, const MonitorRules& rules,
                                            const HostOf& host_of, const MonitorFacts& facts, timing::Instant now,
                                            MonitorMemory& memory);

}  // namespace stint::app
