#include "server/served_races.hpp"

#include <algorithm>
#include <utility>

#include "server/limits.hpp"

namespace stint::server {
namespace {

Error nothing_yet(const RaceChannel& channel, std::chrono::seconds delay) {
  std::string words = "Session '" + channel.id() + "' has nothing to show yet.";
  if (delay.count() > 0 && channel.current()) {
    words = "Session '" + channel.id() + "' had nothing to show " + std::to_string(delay.count()) + " s ago.";
  }
  return {ErrorCode::no_session, words};
}

Result<RaceView> view_of(const RaceChannel& channel, std::chrono::seconds delay) {
  const auto publication = channel.delayed(delay);
  if (!publication) return std::unexpected(nothing_yet(channel, delay));
  return RaceView{
      channel.id(), publication->snapshot, publication->replay,  channel.epoch() + "-" + std::to_string(publication->revision),
      delay,        publication->insights, publication->strategy};
}

Error no_session() { return {ErrorCode::no_session, "No session is being served. GET /api/sessions lists the stored ones."}; }

}  // namespace

Result<std::chrono::seconds> delay_of(const RequestTarget& target) {
  const auto delay = target.integer("delay", 0, limit::kLongestDelay.count());
  if (!delay) return std::unexpected(delay.error());
  return std::chrono::seconds{delay->value_or(0)};
}

ServedRaces::ServedRaces(std::vector<std::shared_ptr<RaceChannel>> channels, Archive archive,
                         std::vector<race::Circuit> circuits)
    : channels_(std::move(channels)),
      archive_(std::move(archive)),
      circuits_(std::move(circuits)),
      load_epoch_(RaceChannel("", {}).epoch()) {}

Result<RaceView> ServedRaces::select(const RequestTarget& target) {
  const auto delay = delay_of(target);
  if (!delay) return std::unexpected(delay.error());
  if (const std::string* id = target.find("session"); id != nullptr) return find(*id, *delay);
  if (channels_.empty()) return std::unexpected(no_session());
  return view_of(*channels_.front(), *delay);
}

Result<RaceView> ServedRaces::find(const std::string& id, std::chrono::seconds delay) {
  if (const auto* channel = channel_of(id)) return view_of(**channel, delay);
  return load(id);
}

Result<RaceChannel*> ServedRaces::select_channel(const RequestTarget& target) const {
  if (channels_.empty()) return std::unexpected(no_session());
  const std::string* id = target.find("session");
  if (id == nullptr) return channels_.front().get();
  if (const auto* channel = channel_of(*id)) return channel->get();
  return fail(ErrorCode::unknown_session, "Session '" + *id + "' is not being served.");
}

// Of what is served; a session that was opened on demand is thereby asked for.
const std::shared_ptr<RaceChannel>* ServedRaces::channel_of(const std::string& id) const {
  const auto found = std::ranges::find_if(channels_, [&](const auto& channel) { return channel->id() == id; });
  if (found == channels_.end()) return nullptr;
  if (const auto opened = opened_.find(id); opened != opened_.end()) opened->second.asked_at = std::chrono::steady_clock::now();
  return &*found;
}

Result<ServedRaces::Opening> ServedRaces::open(const std::string& id) {
  if (channel_of(id) != nullptr) return Opening::served;
  if (const auto known = opened_.find(id); known != opened_.end()) {
    if (!known->second.failure) return Opening::under_way;
    const Error failure = *known->second.failure;
    opened_.erase(known);
    return std::unexpected(failure);
  }
  if (!archive_.open || !archive_.list) return fail(ErrorCode::unknown_session, "There is no stored session '" + id + "'.");
  const auto stored = archive_.list();
  if (!stored) return std::unexpected(stored.error());
  if (std::ranges::none_of(*stored, [&](const ListedSession& session) { return session.id == id; }))
    return fail(ErrorCode::unknown_session, "There is no stored session '" + id + "'.");
  if (const auto room = make_room(); !room) return std::unexpected(room.error());
  opened_[id] = {nullptr, std::nullopt, std::chrono::steady_clock::now()};
  archive_.open(id, [this, id, run = surroundings_.on_server_thread](Result<std::shared_ptr<RaceChannel>> opened) {
    run([this, id, opened = std::move(opened)] { take_opened(id, opened); });
  });
  return Opening::under_way;
}

// Closes the one that was asked for least recently, if there are as many as may be.
Result<void> ServedRaces::make_room() {
  if (opened_.size() < limit::kOpenedSessions) return {};
  auto oldest = opened_.end();
  for (auto at = opened_.begin(); at != opened_.end(); ++at) {
    const OpenedSession& opened = at->second;
    if (!opened.channel ? !opened.failure : surroundings_.is_watched(*opened.channel)) continue;
    if (oldest == opened_.end() || opened.asked_at < oldest->second.asked_at) oldest = at;
  }
  if (oldest == opened_.end()) {
    return fail(ErrorCode::overloaded,
                std::to_string(limit::kOpenedSessions) +
                    " stored sessions are open and watched, which is the limit: leave one of them first.");
  }
  if (const auto channel = oldest->second.channel) {
    std::erase(channels_, channel);
    surroundings_.removed(*channel);
    archive_.close(oldest->first);
  }
  opened_.erase(oldest);
  return {};
}

void ServedRaces::take_opened(const std::string& id, Result<std::shared_ptr<RaceChannel>> opened) {
  OpenedSession& session = opened_[id];
  if (!opened) {
    session.failure = opened.error();
    return;
  }
  session.channel = std::move(*opened);
  session.asked_at = std::chrono::steady_clock::now();
  channels_.push_back(session.channel);
  surroundings_.added(session.channel);
}

bool ServedRaces::ready() const {
  return std::ranges::any_of(channels_, [](const auto& channel) { return channel->current() != nullptr; });
}

Result<RaceView> ServedRaces::load(const std::string& id) {
  const auto now = std::chrono::steady_clock::now();
  loaded_.remove_if([&](const Loaded& loaded) { return now - loaded.at > limit::kLoadedSessionKept; });
  for (const Loaded& loaded : loaded_) {
    if (loaded.view.id == id) return loaded.view;
  }
  if (!archive_.load) return fail(ErrorCode::unknown_session, "There is no session '" + id + "'.");
  auto snapshot = archive_.load(id);
  if (!snapshot) return std::unexpected(snapshot.error());
  const std::string tag = load_epoch_ + "-" + std::to_string(++loads_);
  loaded_.push_front({RaceView{id, std::move(*snapshot), std::nullopt, tag, {}}, now});
  if (loaded_.size() > limit::kLoadedSessions) loaded_.pop_back();
  return loaded_.front().view;
}

}  // namespace stint::server
