#include "app/serve/monitor_plan.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "calendar/upcoming.hpp"

namespace stint::app {
namespace {

// A session that runs earlier than this before the scheduled start is another one.
constexpr std::chrono::minutes kEarlyStart{10};
// A key may be forgotten so long after its session can't be followed any more.
constexpr std::chrono::hours kRemembered{24};

bool is_open(const WatchedSession& session, const MonitorRules& rules, timing::Instant now) {
  return session.starts_at - rules.lead <= now && now < session.ends_at + rules.patience;
}

// Of sessions that want the same host: a race before anything else, then the earlier one.
auto rank(const WatchedSession& session) {
  return std::tuple(session.kind != calendar::SessionKind::race, session.starts_at, session.key);
}

class Planner {
 public:
  Planner(const std::vector<WatchedSession>& sessions, const MonitorRules& rules, const HostOf& host_of,
          const MonitorFacts& facts, timing::Instant now, MonitorMemory& memory)
      : sessions_(sessions), rules_(rules), host_of_(host_of), facts_(facts), now_(now), memory_(memory) {}

  std::vector<MonitorStep> run() {
    std::erase_if(memory_.done, [&](const auto& key) { return key.second <= now_; });
    std::set<std::string> hosts;
    for (const auto& [host, follow] : memory_.following) hosts.insert(host);
    for (const WatchedSession& session : sessions_) {
      if (is_open(session, rules_, now_)) hosts.insert(host_of_(session.source));
    }
    for (const std::string& host : hosts) decide(host);
    return std::move(steps_);
  }

 private:
  void decide(const std::string& host) {
    if (const auto followed = memory_.following.find(host); followed != memory_.following.end()) {
      observe(followed->second);
      if (const auto reason = reason_to_end(followed->second)) end(host, *reason);
    }
    const auto followed = memory_.following.find(host);
    const WatchedSession* wanted = best(host);
    if (followed == memory_.following.end()) {
      if (wanted != nullptr)
        begin(host, *wanted);
      else if (const auto running = running_on(host))
        steps_.emplace_back(StopSource{host, *running, "nothing is on"});
      return;
    }
    const WatchedSession* session = find(followed->second.key);
    // A race of another series that comes up takes the host; what was followed goes on after it, if it is still on.
    if (wanted != nullptr && session != nullptr && wanted->source != session->source && rank(*wanted) < rank(*session) &&
        wanted->kind == calendar::SessionKind::race && session->kind != calendar::SessionKind::race) {
      keep_exports(followed->second);
      memory_.following.erase(followed);
      begin(host, *wanted);
      return;
    }
    start_if_idle(host, followed->second);
  }

  // What the source says of the session that is being followed.
  void observe(Follow& follow) const {
    const WatchedSession* session = find(follow.key);
    const auto said = facts_.running.find(follow.source);
    if (session == nullptr || said == facts_.running.end() || said->second.log_session.empty()) return;
    const SourceFacts& facts = said->second;
    if (facts.runs && now_ < session->starts_at - kEarlyStart && !follow.log_sessions.contains(facts.log_session)) {
      follow.other = facts.log_session;
    }
    if (facts.log_session == follow.other) return;
    if (facts.runs) {
      follow.log_sessions.insert(facts.log_session);
      follow.flag_at.reset();  // it was a red flag
    } else if (facts.is_over && follow.log_sessions.contains(facts.log_session) && !follow.flag_at) {
      follow.flag_at = now_;
    }
  }

  [[nodiscard]] std::optional<std::string> reason_to_end(const Follow& follow) const {
    const auto said = facts_.running.find(follow.source);
    const bool runs = said != facts_.running.end() && said->second.runs;
    const WatchedSession* session = find(follow.key);
    if (session == nullptr) return runs ? std::nullopt : std::optional<std::string>("the calendar has it no more");
    if (follow.flag_at && now_ >= *follow.flag_at + rules_.quiet) return "the flag is out";
    if (now_ < session->starts_at - rules_.lead && !runs) return "it begins later than it was to";
    if (now_ >= session->ends_at + rules_.patience) return "it is long over";
    // While the source is only being started it has not said anything yet.
    const bool has_spoken = said != facts_.running.end() || facts_.blocked.contains(follow.source);
    if (now_ >= session->ends_at + rules_.overtime && has_spoken && (!runs || said->second.log_session == follow.other)) {
      return "its time is up and nothing runs";
    }
    return std::nullopt;
  }

  void end(const std::string& host, const std::string& reason) {
    const Follow follow = memory_.following.at(host);
    keep_exports(follow);
    const WatchedSession* session = find(follow.key);
    const bool comes_later = session != nullptr && now_ < session->starts_at - rules_.lead;
    if (!comes_later) memory_.done[follow.key] = (session != nullptr ? session->ends_at + rules_.patience : now_) + kRemembered;
    memory_.following.erase(host);
    const WatchedSession* next = best(host);
    if (next != nullptr && next->source == follow.source) return;  // it stays connected
    if (facts_.running.contains(follow.source)) steps_.emplace_back(StopSource{host, follow.source, reason});
    stopped_.insert(follow.source);
  }

  void begin(const std::string& host, const WatchedSession& session) {
    if (const auto running = running_on(host); running && *running != session.source) {
      steps_.emplace_back(StopSource{host, *running, session.event + " is on"});
      stopped_.insert(*running);
    }
    Follow follow{session.key, session.source, {}, {}, std::nullopt};
    // What the source shows already is the session before: of this series, and over.
    if (const auto said = facts_.running.find(session.source); said != facts_.running.end() && !said->second.runs) {
      follow.other = said->second.log_session;
    }
    memory_.following[host] = follow;
    start_if_idle(host, follow);
  }

  void start_if_idle(const std::string& host, const Follow& follow) {
    if (facts_.running.contains(follow.source) && !stopped_.contains(follow.source)) return;
    if (facts_.blocked.contains(follow.source) || stopped_.contains(follow.source)) return;
    const WatchedSession* session = find(follow.key);
    if (session == nullptr) return;
    steps_.emplace_back(StartSource{host, follow.source, session->event, session->session});
  }

  void keep_exports(const Follow& follow) { memory_.to_export.insert(follow.log_sessions.begin(), follow.log_sessions.end()); }

  [[nodiscard]] const WatchedSession* find(const std::string& key) const {
    const auto found = std::ranges::find(sessions_, key, &WatchedSession::key);
    return found == sessions_.end() ? nullptr : &*found;
  }

  // The session that this host should be asked for now.
  [[nodiscard]] const WatchedSession* best(const std::string& host) const {
    const WatchedSession* found = nullptr;
    for (const WatchedSession& session : sessions_) {
      if (session.starts_at - rules_.lead > now_) break;  // by start
      if (now_ >= session.ends_at + rules_.overtime || memory_.done.contains(session.key) || host_of_(session.source) != host)
        continue;
      if (found == nullptr || rank(session) < rank(*found)) found = &session;
    }
    return found;
  }

  [[nodiscard]] std::optional<std::string> running_on(const std::string& host) const {
    for (const auto& [source, facts] : facts_.running) {
      if (host_of_(source) == host && !stopped_.contains(source)) return source;
    }
    return std::nullopt;
  }

  const std::vector<WatchedSession>& sessions_;
  const MonitorRules& rules_;
  const HostOf& host_of_;
  const MonitorFacts& facts_;
  timing::Instant now_;
  MonitorMemory& memory_;
  std::set<std::string> stopped_;  // in this plan
  std::vector<MonitorStep> steps_;
};

}  // namespace

std::vector<WatchedSession> watched_sessions(const calendar::Calendar& calendar) {
  std::vector<WatchedSession> sessions;
  for (const calendar::ScheduledEvent& event : calendar.events) {
    if (event.cancelled || event.live.empty()) continue;
    for (const calendar::ScheduledSession& session : event.sessions) {
      const auto start = calendar::starts_at(event, session);
      if (!start || session.cancelled) continue;
      const auto length = session.length.value_or(calendar::assumed_length(session.kind));
      const std::string key = calendar::event_id(event) + "/" + calendar::day_text(session.date) + "/" + session.name;
      sessions.push_back({key, event.name, session.name, event.live, session.kind, *start, *start + length});
    }
  }
  std::ranges::stable_sort(sessions, {}, &WatchedSession::starts_at);
  return sessions;
}

std::vector<MonitorStep> plan(const std::vector<WatchedSession>& sessions, const MonitorRules& rules, const HostOf& host_of,
                              const MonitorFacts& facts, timing::Instant now, MonitorMemory& memory) {
  return Planner(sessions, rules, host_of, facts, now, memory).run();
}

}  // namespace stint::app
