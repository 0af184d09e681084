#include "server/race_channel.hpp"

#include <random>
#include <string_view>
#include <utility>

namespace stint::server {
namespace {

std::string random_epoch() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  constexpr std::size_t kLength = 10;
  std::random_device device;
  std::uniform_int_distribution<std::size_t> pick(0, kLetters.size() - 1);
  std::string epoch;
  for (std::size_t i = 0; i < kLength; ++i) epoch += kLetters[pick(device)];
  return epoch;
}

}  // namespace

RaceChannel::RaceChannel(std::string id, std::function<Result<void>(const ReplayCommand&)> steer)
    : id_(std::move(id)), epoch_(random_epoch()), steer_(std::move(steer)) {}

std::shared_ptr<const Publication> RaceChannel::current() const {
  const std::lock_guard lock(guard_);
  return current_;
}

void RaceChannel::publish(Publication publication) {
  publication.published_at = std::chrono::system_clock::now();
  std::shared_ptr<const Publication> old;  // destroyed after the lock is released
  std::function<void()> listener;
  {
    const std::lock_guard lock(guard_);
    const std::uint64_t before = current_ ? current_->revision : 0;
    const bool same = current_ && current_->snapshot == publication.snapshot;
    publication.revision = same ? before : before + 1;
    old = std::exchange(current_, std::make_shared<const Publication>(std::move(publication)));
    listener = listener_;
  }
  if (listener) listener();
}

void RaceChannel::on_publish(std::function<void()> listener) {
  const std::lock_guard lock(guard_);
  listener_ = std::move(listener);
}

Result<void> RaceChannel::steer(const ReplayCommand& command) const {
  if (!steer_) return fail(ErrorCode::not_a_replay, "Session '" + id_ + "' is live: it can't be paused or sought.");
  return steer_(command);
}

}  // namespace stint::server
