// Finds the session to follow: the live sessions of the schedule, each asked for its series, until one is ours.
//
// The host serves leagues of racing games besides: only the domain RealWorld counts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "net/exchange.hpp"
#include "source/live/griiip/item.hpp"
#include "source/live/griiip/session_feed.hpp"

namespace stint::live::griiip {

class SessionFinder {
 public:
  SessionFinder(std::string base_url, std::int64_t series_id) : base_url_(std::move(base_url)), series_id_(series_id) {}

  // Asks anew; what was learned of sessions before is kept but for their state.
  [[nodiscard]] net::Fetch ask(timing::Instant now);
  // A session that is over, so that it is not found again.
  void leave_out(Sid sid) { over_.insert(sid); }

  // What is to be asked next, after an answer; nullopt: the search is done.
  [[nodiscard]] std::optional<net::Fetch> read_schedule(simdjson::dom::element answer, timing::Instant now);
  [[nodiscard]] std::optional<net::Fetch> read_info(simdjson::dom::element answer);
  // The answer could not be had; another way is tried, if there is one.
  [[nodiscard]] std::optional<net::Fetch> failed(timing::Instant now);

  // The best of what was found: under way before to come, the sooner the better.
  [[nodiscard]] std::optional<Sid> found(timing::Instant now) const;
  [[nodiscard]] bool is_live(Sid sid) const;
  [[nodiscard]] std::optional<timing::Instant> starts_at(Sid sid) const;

 private:
  enum class Way : std::uint8_t { schedule, all_infos, meta_sessions };
  struct Candidate {
    bool started = false;
    bool over = false;  // closed, or its flag has fallen
    std::optional<timing::Instant> starts_at;
  };
  void take_info(const Item& info, std::optional<Sid> asked);
  [[nodiscard]] std::optional<net::Fetch> ask_next_info();

  std::string base_url_;
  std::int64_t series_id_;
  Way way_ = Way::schedule;
  std::vector<Sid> to_ask_;
  std::map<Sid, Candidate> candidates_;
  std::set<Sid> foreign_;  // another series or domain: that never changes
  std::set<Sid> over_;
};

}  // namespace stint::live::griiip
