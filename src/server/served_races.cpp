#include "server/served_races.hpp"

#include <algorithm>
#include <utility>

#include "server/limits.hpp"

namespace stint::server {
namespace {

Result<RaceView> view_of(const RaceChannel& channel) {
  const auto publication = channel.current();
  if (!publication) return fail(ErrorCode::no_session, "Session '" + channel.id() + "' has nothing to show yet.");
  return RaceView{channel.id(), publication->snapshot, publication->replay,
                  channel.epoch() + "-" + std::to_string(publication->revision)};
}

Error no_session() { return {ErrorCode::no_session, "No session is being served. GET /api/sessions lists the stored ones."}; }

}  // namespace

ServedRaces::ServedRaces(std::vector<std::shared_ptr<RaceChannel>> channels, Archive archive)
    : channels_(std::move(channels)), archive_(std::move(archive)), load_epoch_(RaceChannel("", {}).epoch()) {}

Result<RaceView> ServedRaces::select(const RequestTarget& target) {
  if (const std::string* id = target.find("session"); id != nullptr) return find(*id);
  if (channels_.empty()) return std::unexpected(no_session());
  return view_of(*channels_.front());
}

Result<RaceView> ServedRaces::find(const std::string& id) {
  for (const auto& channel : channels_) {
    if (channel->id() == id) return view_of(*channel);
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
  loaded_.push_front({RaceView{id, std::move(*snapshot), std::nullopt, load_epoch_ + "-" + std::to_string(++loads_)}, now});
  if (loaded_.size() > limit::kLoadedSessions) loaded_.pop_back();
  return loaded_.front().view;
}

}  // namespace stint::server
