#include "race/gaps.hpp"

#include <algorithm>

namespace stint::race {
namespace {

// Fills the gap from `point` if both crossed it and in that order.
bool measure_at(TimingPoint point, const CarProgress& ahead, const CarProgress& behind, Instant at, Gap& gap) {
  const auto later = behind.crossed(point);
  const auto earlier = ahead.crossed(point);
  // The car ahead in the order may be behind on the road since the line: that point does not measure its lead.
  if (!later || !earlier || *earlier > *later) return false;
  gap.time = *later - *earlier;
  gap.point = point;
  gap.age = at - *later;
  return true;
}

}  // namespace

std::int32_t whole_laps_between(const CarProgress& ahead, const CarProgress& behind) {
  const std::int32_t lines = ahead.laps_completed() - behind.laps_completed();
  return std::max(0, lines - (ahead.now.last_sector < behind.now.last_sector ? 1 : 0));
}

Gap gap_between(const CarProgress& ahead, const CarProgress& behind, Instant at) {
  Gap gap;
  gap.laps = whole_laps_between(ahead, behind);
  const std::int32_t current = behind.laps_completed() + 1;
  for (std::int32_t sector = behind.now.last_sector; sector > 0; --sector) {
    if (measure_at({current, sector}, ahead, behind, at, gap)) return gap;
  }
  if (current > 1) measure_at({current - 1, 0}, ahead, behind, at, gap);
  return gap;
}

}  // namespace stint::race
