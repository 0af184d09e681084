#include "source/replay/playback.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stint::source {
namespace {

using timing::Instant;
using timing::Millis;

// A race is kept every so many events: a seek folds at most these again.
constexpr std::size_t kKeyframeEvery = 4096;

}  // namespace

struct Playback::Impl {
  std::vector<timing::Event> events;  // in the order of the log
  std::vector<Instant> due;           // when each is played: an event that came late is not played before it came
  std::vector<race::Race> keyframes;  // keyframes[k] has seen the first k * kKeyframeEvery events
  race::Race race;
  std::size_t played = 0;
  Instant at{};
  std::chrono::duration<double, std::milli> fraction{0};  // of a millisecond, carried over between advances
  double speed = 1.0;
  bool playing = false;

  [[nodiscard]] Instant begins() const { return due.empty() ? Instant{} : due.front(); }
  [[nodiscard]] Instant ends() const { return due.empty() ? Instant{} : due.back(); }

  // Plays all events due until `to`.
  std::size_t play_until(Instant to) {
    const std::size_t before = played;
    while (played < events.size() && due[played] <= to) {
      keep_if_new();
      race.insert(events[played++]);
    }
    at = to;
    return played - before;
  }

  void keep_if_new() {
    if (played % kKeyframeEvery == 0 && played / kKeyframeEvery == keyframes.size()) keyframes.push_back(race.fork());
  }
};

Playback::Playback(std::vector<timing::Event> events) : impl_(std::make_unique<Impl>()) {
  impl_->events = std::move(events);
  impl_->due.reserve(impl_->events.size());
  Instant latest = impl_->events.empty() ? Instant{} : impl_->events.front().at;
  for (const timing::Event& event : impl_->events) {
    latest = std::max(latest, event.at);
    impl_->due.push_back(latest);
  }
  // Played through once: from here on, every instant is at most kKeyframeEvery events away from a keyframe.
  impl_->play_until(impl_->ends());
  seek(impl_->begins());
}

Playback::Playback(Playback&&) noexcept = default;
Playback& Playback::operator=(Playback&&) noexcept = default;
Playback::~Playback() = default;

void Playback::play() { impl_->playing = true; }
void Playback::pause() { impl_->playing = false; }

Result<void> Playback::set_speed(double speed) {
  const bool in_range = (speed >= kSlowest && speed <= kFastest) || speed == std::numeric_limits<double>::infinity();
  if (!in_range) return fail(ErrorCode::bad_argument, "speed must be from 0.5 to 1000, or max");
  impl_->speed = speed;
  return {};
}

void Playback::seek(Instant to) {
  Impl& play = *impl_;
  to = std::clamp(to, play.begins(), std::max(play.begins(), play.ends()));
  play.fraction = {};
  const auto wanted = static_cast<std::size_t>(std::ranges::upper_bound(play.due, to) - play.due.begin());
  const std::size_t keyframe = play.keyframes.empty() ? 0 : std::min(wanted / kKeyframeEvery, play.keyframes.size() - 1);
  const bool forward_is_nearer = wanted >= play.played && play.played >= keyframe * kKeyframeEvery;
  if (!forward_is_nearer) {
    const std::uint64_t version = play.race.version();
    play.race = play.keyframes[keyframe].fork();
    play.race.number_versions_above(version);
    play.played = keyframe * kKeyframeEvery;
  }
  play.play_until(to);
}

std::size_t Playback::advance(std::chrono::nanoseconds passed) {
  Impl& play = *impl_;
  if (!play.playing || status().ended) return 0;
  if (std::isinf(play.speed)) return play.play_until(play.ends());
  play.fraction += std::chrono::duration<double, std::milli>(passed) * play.speed;
  const Millis whole{static_cast<std::int64_t>(play.fraction.count())};
  play.fraction -= whole;
  return play.play_until(std::min(play.at + whole, play.ends()));
}

std::optional<std::chrono::nanoseconds> Playback::until_next() const {
  const Impl& play = *impl_;
  if (!play.playing || play.played >= play.events.size()) return std::nullopt;
  if (std::isinf(play.speed)) return std::chrono::nanoseconds{0};
  const std::chrono::duration<double, std::milli> race_time = play.due[play.played] - play.at - play.fraction;
  const auto real = std::max(race_time, decltype(race_time){0}) / play.speed;
  return std::chrono::ceil<std::chrono::nanoseconds>(real);
}

race::SnapshotPtr Playback::snapshot() { return impl_->race.snapshot(impl_->at); }

std::span<const timing::Event> Playback::events() const { return impl_->events; }
std::size_t Playback::played() const { return impl_->played; }

PlaybackStatus Playback::status() const {
  const Impl& play = *impl_;
  return {play.begins(), play.ends(), play.at, play.speed, play.playing, play.at >= play.ends()};
}

}  // namespace stint::source
