#include "source/live/griiip/session_finder.hpp"

#include <algorithm>
#include <tuple>

#include "source/live/griiip/iso_time.hpp"

namespace stint::live::griiip {

using net::Fetch;
using timing::Instant;

Fetch SessionFinder::ask(Instant now) {
  to_ask_.clear();
  candidates_.clear();
  switch (way_) {
    case Way::schedule:
      return {.stream = "schedule", .url = base_url_ + "/meta/sessions-schedule-live"};
    case Way::all_infos:
      return {.stream = "schedule", .url = base_url_ + "/live/session-info/?includeViewers=false"};
    case Way::meta_sessions:
      break;
  }
  return {.stream = "schedule",
          .url = base_url_ + "/meta/sessions?forward=true&dateTime=" + iso_time(now) +
                 "&domains=RealWorld&seriesIds=" + std::to_string(series_id_)};
}

// The three addresses differ in what their rows hold: the schedule has ids, the infos are infos, /meta/sessions has ids under
// another name.
std::optional<Fetch> SessionFinder::read_schedule(simdjson::dom::element answer, Instant now) {
  simdjson::dom::array rows;
  if (answer.get_array().get(rows) != simdjson::SUCCESS) return failed(now);
  each_item(rows, [&](const Item& row) {
    auto sid = row.number("sid");
    if (!sid) sid = row.number("id");
    if (!sid || *sid < 0 || foreign_.contains(*sid) || over_.contains(*sid)) return;
    if (row.number("seriesId")) {
      take_info(row, sid);
    } else if (std::ranges::find(to_ask_, *sid) == to_ask_.end()) {
      to_ask_.push_back(*sid);
    }
  });
  return ask_next_info();
}

std::optional<Fetch> SessionFinder::ask_next_info() {
  if (to_ask_.empty()) return std::nullopt;
  return Fetch{.stream = "session-info", .url = base_url_ + "/live/session-info/" + std::to_string(to_ask_.front())};
}

std::optional<Fetch> SessionFinder::read_info(simdjson::dom::element answer) {
  const std::optional<Sid> asked = to_ask_.empty() ? std::nullopt : std::optional(to_ask_.front());
  if (const auto info = Item::from(answer)) take_info(*info, asked);
  if (!to_ask_.empty()) to_ask_.erase(to_ask_.begin());
  return ask_next_info();
}

std::optional<Fetch> SessionFinder::failed(Instant now) {
  // One session's info: the others may be had.
  if (!to_ask_.empty()) {
    to_ask_.erase(to_ask_.begin());
    return ask_next_info();
  }
  if (way_ == Way::meta_sessions) {
    way_ = Way::schedule;
    return std::nullopt;
  }
  way_ = way_ == Way::schedule ? Way::all_infos : Way::meta_sessions;
  return ask(now);
}

void SessionFinder::take_info(const Item& info, std::optional<Sid> asked) {
  const auto said = info.number("sid");
  const auto sid = said && *said >= 0 ? said : asked;
  const auto series = info.number("seriesId");
  if (!sid || !series || over_.contains(*sid)) return;
  const std::string_view domain = info.text("domain");
  const bool real = domain.empty() || domain == "RealWorld";
  if (!real || *series != series_id_) {
    foreign_.insert(*sid);
    return;
  }
  Candidate candidate;
  candidate.started = info.truth("isStarted").value_or(false);
  candidate.over = info.text("sessionAvailability") == "Closed" || info.truth("hasSeenChequered").value_or(false);
  candidate.starts_at = info.instant("startTime");
  candidates_[*sid] = candidate;
}

std::optional<Sid> SessionFinder::found(Instant now) const {
  std::optional<Sid> best;
  std::tuple<bool, bool, timing::Millis> best_rank;
  for (const auto& [sid, candidate] : candidates_) {
    if (over_.contains(sid)) continue;
    const timing::Millis away = candidate.starts_at ? std::chrono::abs(*candidate.starts_at - now) : timing::Millis::max();
    const std::tuple rank{candidate.over, !candidate.started, away};
    if (best && !(rank < best_rank)) continue;
    best = sid;
    best_rank = rank;
  }
  return best;
}

bool SessionFinder::is_live(Sid sid) const {
  const auto found = candidates_.find(sid);
  return found != candidates_.end() && found->second.started && !found->second.over;
}

std::optional<Instant> SessionFinder::starts_at(Sid sid) const {
  const auto found = candidates_.find(sid);
  return found == candidates_.end() ? std::nullopt : found->second.starts_at;
}

}  // namespace stint::live::griiip
