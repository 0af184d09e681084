// What is logged of the differences between a feed's opinion and ours: a line when one begins, with both derivations, and one
// when it ends.
//
// A race that is played fast has seconds of its own: a difference is logged once it has stood for kStands of the reader's time.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::app {

class DifferenceLog {
 public:
  static constexpr std::chrono::seconds kStands{2};

  // `now`: the reader's time, not the race's.
  [[nodiscard]] std::vector<std::string> changes(const race::Snapshot& snapshot, timing::Instant now);

 private:
  struct Open {
    race::Difference difference;
    timing::Instant seen_at{};
    bool is_logged = false;
  };
  std::vector<Open> open_;
};

}  // namespace stint::app
