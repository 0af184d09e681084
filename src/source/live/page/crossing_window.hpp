// When a car crossed the line, from polls that only tell that it has, and from exact lap times.
//
// A lap that is new on the page was completed between the poll before and this one. The next crossing is exactly one lap time
// later, and lies between two polls as well: with each lap the window within which all of them fit gets narrower.
#pragma once

#include <algorithm>
#include <optional>

#include "timing/instant.hpp"

namespace stint::live::page {

class CrossingWindow {
 public:
  // The car has crossed the line after `after` and not after `until`; its lap took `lap`, if that is known.
  void crossed(timing::Instant after, timing::Instant until, std::optional<timing::Millis> lap) {
    if (lap && known_) {
      const timing::Instant earliest = std::max(after, earliest_ + *lap);
      const timing::Instant latest = std::min(until, latest_ + *lap);
      if (earliest <= latest) {
        earliest_ = earliest;
        latest_ = latest;
        return;
      }
    }
    earliest_ = after;  // nothing fits: a lap was missed, or the page's clocks disagree
    latest_ = until;
    known_ = true;
  }

  // Nothing is known of when it crossed but that it has; this will do until the next crossing.
  void assume(timing::Instant at) {
    earliest_ = latest_ = at;
    known_ = false;
  }

  // The middle of what is possible.
  [[nodiscard]] timing::Instant estimate() const { return earliest_ + (latest_ - earliest_) / 2; }
  [[nodiscard]] timing::Millis width() const { return latest_ - earliest_; }
  // Whether an instant known otherwise agrees, give or take `slack`.
  [[nodiscard]] bool holds(timing::Instant at, timing::Millis slack) const {
    return at >= earliest_ - slack && at <= latest_ + slack;
  }

 private:
  bool known_ = false;
  timing::Instant earliest_{}, latest_{};
};

}  // namespace stint::live::page
