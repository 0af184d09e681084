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
  return RaceView{channel.id(), publication->snapshot, publication->replay,
                  channel.epoch() + "-" + std::to_string(publication->revision), delay};
}

Error no_session() { return {ErrorCode::no_session, "No session is being served. GET /api/sessions lists the stored ones."}; }

}  // namespace

Result<std::chrono::seconds> delay_of(const RequestTarget& target) {
  const auto delay = target.integer("delay", 0, limit::kLongestDelay.count());
  if (!delay) return std::unexpected(delay.error());
  return std::chrono::seconds{delay->value_or(0)};
}

ServedRaces::ServedRaces(std::vector<std::shared_ptr<RaceChannel>> channels, Archive archive)
    : channels_(std::move(channels)), archive_(std::move(archive)), load_epoch_(RaceChannel("", {}).epoch()) {}

Result<RaceView> ServedRaces::select(const RequestTarget& target) {
  const auto delay = delay_of(target);
  if (!delay) return std::unexpected(delay.error());
  if (const std::string* id = target.find("session"); id != nullptr) return find(*id, *delay);
  if (channels_.empty()) return std::unexpected(no_session());
  return view_of(*channels_.front(), *delay);
}

Result<RaceView> ServedRaces::find(const std::string& id, std::chrono::seconds delay) {
  for (const auto& channel : channels_) {
    if (channel->id() == id) return view_of(*channel, delay);
  }
  return load(id);
}

Result<RaceChannel*> ServedRaces::select_channel(const RequestTarget& target) const {
  if (channels_.empty()) return std::unexpected(no_session());
  const std::string* id = target.find("session");
  if (id == nullptr) return channels_.front().get();
  for (const auto& channel : channels_) {
    if (channel->id() == *id) return channel.get();
  }
  return fail(ErrorCode::unknown_session, "Session '" + *id + "' is not being served.");
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
  loaded_.push_front({RaceView{id, std::move(*snapshot), std::nullopt, load_epoch_ + "-" + std::to_string(++loads_), {}}, now});
  if (loaded_.size() > limit::kLoadedSessions) loaded_.pop_back();
  return loaded_.front().view;
}

}  // namespace stint::server
