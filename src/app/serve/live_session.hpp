// One session of a live feed: its log, and the race that the log makes.
//
// The log session's id is made from the source's own id of the session, so a program that was killed goes on where it was: what
// is in the log is in the race again, and what the feed repeats is known already.
// Thread rule: the writer's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/serve/analyst_desk.hpp"
#include "race/race.hpp"
#include "source/live/arrival_order.hpp"
#include "store/event_log.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::app {

// "griiip-18130": of the characters a-z, A-Z, 0-9, '-', '_' and '.'.
[[nodiscard]] std::string live_session_id(const timing::Session& session);

class LiveSession {
 public:
  // Makes the session of the log or goes on with it. Errors: those of the log, session_claimed above all.
  [[nodiscard]] static Result<LiveSession> open(store::EventLog& log, const std::string& id,
                                                const MakeAnalyst& make_analyst = {});

  // Logs and applies what of `events` is news; returns how many were. Errors: those of the log.
  [[nodiscard]] Result<std::size_t> take(store::EventLog& log, std::vector<timing::Event> events, timing::Instant now);

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] race::Race& race() { return race_; }
  // What is worked out of it; nullptr: nothing.
  [[nodiscard]] AnalystDesk* desk() const { return desk_.get(); }
  [[nodiscard]] const timing::Session& session() const { return session_; }
  // Whether there is something to show: timing has come, or it runs and its cars are known.
  [[nodiscard]] bool has_data() const { return has_timing_ || (runs() && has_entries_); }
  [[nodiscard]] bool runs() const { return session_.state == timing::SessionState::running; }
  [[nodiscard]] bool is_over() const {
    return session_.state == timing::SessionState::finished || session_.state == timing::SessionState::closed;
  }
  // What could not be a fact of this session.
  [[nodiscard]] std::uint64_t impossible() const { return impossible_; }

 private:
  explicit LiveSession(std::string id) : id_(std::move(id)) {}
  void learn(const timing::Event& event);

  std::string id_;
  race::Race race_;
  live::ArrivalOrder order_;
  timing::Session session_;
  bool has_timing_ = false;
  bool has_entries_ = false;
  std::uint64_t impossible_ = 0;
  std::unique_ptr<AnalystDesk> desk_;
};

}  // namespace stint::app
