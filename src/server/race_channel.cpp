#include "server/race_channel.hpp"

#include <algorithm>
#include <random>
#include <string_view>
#include <utility>

#include "server/limits.hpp"

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

template <class History>
std::size_t list_bytes(const History& history) {
  constexpr std::size_t kBlockEntry = 24;  // a shared pointer and its mark
  constexpr std::size_t kOwnBlocks = 1;    // the last block is cloned by the next change
  return history.size() / History::kBlockSize * kBlockEntry +
         kOwnBlocks * std::min(history.size(), History::kBlockSize) * sizeof(history[0]);
}

}  // namespace

std::size_t weight_of(const race::Snapshot& snapshot) {
  std::size_t bytes = sizeof(snapshot) + list_bytes(snapshot.messages) + list_bytes(snapshot.flags);
  for (const race::CarSnapshot& car : snapshot.cars) {
    bytes += sizeof(car) + (car.sectors.size() + car.best_sectors.size()) * sizeof(car.sectors[0]);
    bytes += car.drive_times.size() * sizeof(race::DriverTime);
    bytes += list_bytes(car.laps_done) + list_bytes(car.stints) + list_bytes(car.pit_stops);
  }
  return bytes;
}

std::size_t weight_of(const insight::StrategyReport& report) {
  constexpr std::size_t kCar = 8192;  // its options, odds and reasons, and what was measured of it, about
  return sizeof(report) + (report.strategy ? report.strategy->cars.size() * kCar : 0);
}

RaceChannel::RaceChannel(std::string id, std::function<Result<void>(const ReplayCommand&)> steer, Clock clock)
    : id_(std::move(id)), epoch_(random_epoch()), steer_(std::move(steer)), clock_(std::move(clock)) {}

std::shared_ptr<const Publication> RaceChannel::current() const {
  const std::lock_guard lock(guard_);
  return current_;
}

std::shared_ptr<const Publication> RaceChannel::delayed(std::chrono::seconds delay) const {
  const SteadyTime then = clock_() - delay;
  const std::lock_guard lock(guard_);
  if (delay <= std::chrono::seconds{0} || (current_ && current_->shown_from <= then)) return current_;
  const auto newer = std::ranges::upper_bound(kept_, then, {}, [](const auto& kept) { return kept->shown_from; });
  return newer == kept_.begin() ? nullptr : *std::prev(newer);
}

// Keeps the publication that is about to be replaced, if it is time for one. The oldest kept is the one that the longest delay
// shows, or younger.
void RaceChannel::keep_current(std::vector<std::shared_ptr<const Publication>>& dropped) {
  const bool first_of_take = kept_.empty() || kept_.back()->take != current_->take;
  if (!first_of_take && current_->shown_from - kept_.back()->shown_from < limit::kBetweenKept) return;
  const bool same_report = !kept_.empty() && kept_.back()->strategy == current_->strategy;
  kept_weights_.push_back(weight_of(*current_->snapshot) +
                          (current_->strategy && !same_report ? weight_of(*current_->strategy) : 0));
  kept_.push_back(current_);
  kept_bytes_ += kept_weights_.back();
  const SteadyTime oldest_shown = clock_() - limit::kLongestDelay;
  const auto is_over = [&] { return kept_.size() > 1 && kept_[1]->shown_from <= oldest_shown; };
  while (kept_.size() > limit::kKeptPublications || kept_bytes_ > limit::kKeptBytes || is_over()) {
    kept_bytes_ -= kept_weights_.front();
    kept_weights_.pop_front();
    dropped.push_back(std::move(kept_.front()));
    kept_.pop_front();
  }
}

void RaceChannel::publish(Publication publication) {
  publication.published_at = std::chrono::system_clock::now();
  publication.shown_from = clock_();
  std::vector<std::shared_ptr<const Publication>> dropped;  // destroyed after the lock is released
  std::shared_ptr<const Publication> old;
  std::function<void()> listener;
  {
    const std::lock_guard lock(guard_);
    const std::uint64_t before = current_ ? current_->revision : 0;
    publication.strategy = strategy_take_ == publication.take ? strategy_ : nullptr;
    const bool same = current_ && current_->snapshot == publication.snapshot && current_->insights == publication.insights &&
                      current_->strategy == publication.strategy;
    publication.revision = same ? before : before + 1;
    publication.alerts = alerts_;
    if (current_) keep_current(dropped);
    old = std::exchange(current_, std::make_shared<const Publication>(std::move(publication)));
    listener = listener_;
  }
  if (listener) listener();
}

void RaceChannel::on_publish(std::function<void()> listener) {
  const std::lock_guard lock(guard_);
  listener_ = std::move(listener);
}

void RaceChannel::tell(std::shared_ptr<const insight::Alert> alert) {
  const std::lock_guard lock(guard_);
  if (alerts_.size() == limit::kPushedAlerts) alerts_.erase(alerts_.begin());
  alerts_.push_back(std::move(alert));
}

void RaceChannel::tell(insight::StrategyReportPtr report, std::uint32_t take) {
  std::vector<std::shared_ptr<const Publication>> dropped;  // destroyed after the lock is released
  std::shared_ptr<const Publication> old;
  std::function<void()> listener;
  {
    const std::lock_guard lock(guard_);
    if (!current_ || current_->take != take) return;
    strategy_ = std::move(report);
    strategy_take_ = take;
    Publication again = *current_;
    again.strategy = strategy_;
    again.shown_from = clock_();
    ++again.revision;
    keep_current(dropped);
    old = std::exchange(current_, std::make_shared<const Publication>(std::move(again)));
    listener = listener_;
  }
  if (listener) listener();
}

Result<void> RaceChannel::steer(const ReplayCommand& command) const {
  if (!steer_) return fail(ErrorCode::not_a_replay, "Session '" + id_ + "' is live: it can't be paused or sought.");
  return steer_(command);
}

}  // namespace stint::server
