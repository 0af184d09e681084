// Holds back a change of whole laps in a published gap until it is said twice: around the line these feeds flicker to "+1 lap"
// for some seconds.
#pragma once

#include <cstdint>
#include <optional>

#include "timing/instant.hpp"

namespace stint::live::griiip {

// Lapped cars have laps and no time. Laps 0 without a time is no gap at all.
struct PublishedGap {
  std::optional<timing::Millis> time;
  std::int32_t laps = 0;
  bool operator==(const PublishedGap&) const = default;
};

class GapLatch {
 public:
  // Returns whether the gap was taken over.
  bool offer(const PublishedGap& gap) {
    if (held_ && held_->laps != gap.laps && waiting_laps_ != gap.laps) {
      waiting_laps_ = gap.laps;
      return false;
    }
    waiting_laps_.reset();
    held_ = gap;
    return true;
  }

  [[nodiscard]] const std::optional<PublishedGap>& held() const { return held_; }

 private:
  std::optional<PublishedGap> held_;
  std::optional<std::int32_t> waiting_laps_;
};

}  // namespace stint::live::griiip
