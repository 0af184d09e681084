// How soon after a message the next one may be made.
//
// With few clients at once, so that what happens on the track is on the screen within milliseconds; with many so that sending
// takes no more than a part of the server's thread; and on average never oftener than limit::kDeltasPerSecond. Thread rule: one
// thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "server/limits.hpp"

namespace stint::server {

class PushPace {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // A message was made at `now` for so many clients.
  [[nodiscard]] std::chrono::nanoseconds pause_after(std::size_t clients, Time now) {
    constexpr std::chrono::nanoseconds kPerDelta = std::chrono::nanoseconds{std::chrono::seconds{1}} / limit::kDeltasPerSecond;
    // `spent_until_` runs ahead of the clock by one share a message; it may be a burst ahead.
    spent_until_ = std::max(spent_until_, now) + kPerDelta;
    const std::chrono::nanoseconds over = spent_until_ - now - limit::kDeltaBurst * kPerDelta;
    const std::chrono::nanoseconds sending = limit::kClientShare * static_cast<std::int64_t>(clients);
    return std::clamp<std::chrono::nanoseconds>(std::max(over, sending), limit::kLeastBetweenDeltas, limit::kMostBetweenDeltas);
  }

 private:
  Time spent_until_{};
};

}  // namespace stint::server
