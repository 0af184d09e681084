// What has to be looked at when: the earliest first.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "timing/instant.hpp"

namespace stint::insight {

enum class DueWhat : std::uint8_t {
  crossing,  // a car should have crossed its next timing point
  verdict,   // the others have had the time to show whether a slow lap was theirs too
  lane,      // a car should have left the pit lane
};

struct Due {
  timing::Instant at{};
  DueWhat what = DueWhat::crossing;
  std::size_t car = 0;
  std::uint32_t ticket = 0;  // of the car; an older ticket than the car's present one is void
  bool operator>(const Due& other) const { return at > other.at; }
};

class DueQueue {
 public:
  void add(const Due& due) { queue_.push(due); }
  [[nodiscard]] bool any_until(timing::Instant now) const { return !queue_.empty() && queue_.top().at <= now; }
  [[nodiscard]] Due take() {
    const Due due = queue_.top();
    queue_.pop();
    return due;
  }

 private:
  std::priority_queue<Due, std::vector<Due>, std::greater<>> queue_;
};

}  // namespace stint::insight
