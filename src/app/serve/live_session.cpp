#include "app/serve/live_session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace stint::app {
namespace {

using timing::event_as;

// Longer ids of a source are cut and made distinct by a number made from all of them.
constexpr std::size_t kLongestPart = 80;

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

std::uint64_t number_of(std::string_view text) {
  constexpr std::uint64_t kFnvStart = 0xCBF29CE484222325ULL;
  constexpr std::uint64_t kFnvPrime = 0x100000001B3ULL;
  std::uint64_t hash = kFnvStart;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kFnvPrime;
  return hash;
}

bool is_timing(const timing::Event& event) {
  return event_as<timing::Lap>(event) != nullptr || event_as<timing::Sector>(event) != nullptr ||
         event_as<timing::Loop>(event) != nullptr;
}

}  // namespace

std::string live_session_id(const timing::Session& session) {
  const std::string& own = session.source_session_id;
  std::string part;
  bool changed = own.size() > kLongestPart;
  for (const char c : own.substr(0, kLongestPart)) {
    part += is_plain(c) ? c : '_';
    changed = changed || !is_plain(c);
  }
  if (changed) part += fmt::format("-{:08x}", number_of(own) & 0xFFFFFFFFU);
  return session.source + "-" + (part.empty() ? "live" : part);
}

Result<LiveSession> LiveSession::open(store::EventLog& log, const std::string& id, const MakeAnalyst& make_analyst) {
  if (auto made = log.create_session(id, ""); !made) return std::unexpected(made.error());
  if (auto claimed = log.claim(id); !claimed) return std::unexpected(claimed.error());
  auto logged = log.read_all(id);
  if (!logged) return std::unexpected(logged.error());
  LiveSession session(id);
  for (const timing::Event& event : *logged) {
    session.order_.remember(event);
    session.learn(event);
  }
  session.race_.insert_all(*logged);
  if (make_analyst) session.desk_ = std::make_unique<AnalystDesk>(make_analyst);
  if (session.desk_ && !logged->empty()) session.desk_->hear(*logged, logged->back().at);
  return session;
}

void LiveSession::learn(const timing::Event& event) {
  if (const auto* session = event_as<timing::Session>(event)) session_ = *session;
  has_entries_ = has_entries_ || event_as<timing::Entry>(event) != nullptr;
  has_timing_ = has_timing_ || is_timing(event);
}

Result<std::size_t> LiveSession::take(store::EventLog& log, std::vector<timing::Event> events, timing::Instant now) {
  using Verdict = live::ArrivalOrder::Verdict;
  std::erase_if(events, [&](const timing::Event& event) {
    const Verdict verdict = order_.judge(event, now);
    if (verdict == Verdict::impossible) ++impossible_;
    return verdict != Verdict::news;
  });
  if (events.empty()) return 0;
  // A feed that tells a whole race at once tells it in any order; the log of it is played in the order of what happened.
  std::ranges::stable_sort(events, {}, &timing::Event::at);
  if (auto logged = log.append(id_, events); !logged) return std::unexpected(logged.error());
  for (const timing::Event& event : events) learn(event);
  race_.insert_all(events);
  if (desk_) desk_->hear(events, events.back().at);
  return events.size();
}

}  // namespace stint::app
