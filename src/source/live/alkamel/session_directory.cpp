#include "source/live/alkamel/session_directory.hpp"

#include <algorithm>
#include <cctype>

#include "source/live/alkamel/ejson.hpp"
#include "timing/event_limits.hpp"

namespace stint::live::alkamel {

namespace dom = simdjson::dom;

namespace {

// More sessions than any meeting has.
constexpr std::size_t kMostSessions = 500;

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

bool is_cleared(const DdpMessage& message, std::string_view field) {
  return std::ranges::find(message.cleared, field) != message.cleared.end();
}

}  // namespace

timing::SessionKind session_kind(const SessionInfo& info) {
  for (const std::string& text : {upper(info.type), upper(info.name)}) {
    if (text.find("QUALI") != std::string::npos) return timing::SessionKind::qualifying;
    if (text.find("PRACTICE") != std::string::npos) return timing::SessionKind::practice;
    if (text.find("WARM") != std::string::npos) return timing::SessionKind::warmup;
    if (text.find("TEST") != std::string::npos) return timing::SessionKind::test;
    if (text.find("RACE") != std::string::npos) return timing::SessionKind::race;
  }
  return timing::SessionKind::unknown;
}

bool SessionDirectory::read_feed(const DdpMessage& message) {
  std::vector<ObjectId> sessions;
  const bool gone = message.kind == DdpKind::removed || is_cleared(message, "sessions");
  const auto listed = gone ? std::nullopt : member(message.fields, "sessions");
  if (!gone && !listed) return false;
  dom::array array;
  if (listed && listed->get(array) == simdjson::SUCCESS) {
    for (const dom::element entry : array) {
      ObjectId id = text_of(unwrapped(entry));
      if (!id.empty() && sessions.size() < kMostSessions) sessions.push_back(std::move(id));
    }
  }
  // An idle feed lists nothing: what is known stays.
  if (sessions.empty() || sessions == sessions_) return false;
  sessions_ = std::move(sessions);
  return true;
}

void SessionDirectory::read_session(const DdpMessage& message) {
  if (message.kind == DdpKind::removed) return;
  Named& named = named_[std::string(message.id)];
  if (const auto name = member(message.fields, "name")) named.name = name_of(name);
  const auto offset = whole_of(member(message.fields, "UtcOffsetMin"));
  if (offset && std::abs(*offset) <= timing::kMaxUtcOffsetMin) named.utc_offset_min = static_cast<std::int32_t>(*offset);
}

void SessionDirectory::read_info(const DdpMessage& message) {
  if (message.kind == DdpKind::removed) {
    if (const auto found = info_.find(message.id); found != info_.end()) info_.erase(found);
    return;
  }
  SessionInfo& held = info_[std::string(message.id)];
  if (const auto session = member(message.fields, "session")) held.session = text_of(session);
  const auto info = member(message.fields, "info");
  if (!info) return;
  held.series = name_of(member(info, "champName"));
  held.event = name_of(member(info, "eventName"));
  held.name = name_of(member(info, "name"));
  held.type = name_of(member(info, "type"));
  held.closed = truth_of(member(info, "closed")).value_or(false);
}

SessionInfo SessionDirectory::complete(SessionInfo info) const {
  const auto named = named_.find(info.session);
  if (named == named_.end()) return info;
  if (info.name.empty()) info.name = named->second.name;
  info.utc_offset_min = named->second.utc_offset_min;
  return info;
}

std::optional<SessionInfo> SessionDirectory::current(const ObjectId& held) const {
  const SessionInfo* last = nullptr;
  const SessionInfo* kept = nullptr;
  for (const ObjectId& session : sessions_) {
    const auto found = std::ranges::find_if(info_, [&](const auto& entry) { return entry.second.session == session; });
    if (found == info_.end()) continue;
    if (!found->second.closed) return complete(found->second);
    last = &found->second;
    if (session == held) kept = last;
  }
  if (kept != nullptr) return complete(*kept);
  return last == nullptr ? std::nullopt : std::optional(complete(*last));
}

}  // namespace stint::live::alkamel
