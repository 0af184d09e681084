#include "race/official_check.hpp"

#include <chrono>

namespace stint::race {
namespace {

// A lapped car is a lap further behind by its crossings of the line than by whole laps, as long as it has passed more of its
// lap than the other car; feeds count in both ways, and some give no laps but a time.
bool gaps_differ(const timing::OfficialStanding& official, const OwnStanding& own) {
  const std::int32_t laps = official.gap_laps.value_or(0);
  if (laps > 0 || own.gap.laps > 0) return official.gap_laps && laps != own.gap.laps && laps != own.lines_behind;
  return official.gap && own.gap.time && std::chrono::abs(*official.gap - *own.gap.time) > kGapTolerance;
}

}  // namespace

std::array<bool, kComparedValues> differing_values(const timing::OfficialStanding& official, const OwnStanding& own) {
  return {official.position && *official.position != own.position,
          official.class_position && *official.class_position != own.class_position,
          official.laps && *official.laps != own.laps, gaps_differ(official, own)};
}

void DifferenceWatch::look(const std::array<bool, kComparedValues>& differs, Instant at, bool at_timing_point) {
  for (std::size_t i = 0; i < kComparedValues; ++i) {
    Since& since = since_[i];
    if (!differs[i]) {
      since = {};
    } else if (!since.at) {
      since = {at, 0};
    } else if (at_timing_point) {
      ++since.points;
    }
  }
}

std::optional<Instant> DifferenceWatch::lasting(Difference::What what, Instant at) const {
  const Since& since = since_[static_cast<std::size_t>(what)];
  return since.at && since.points > 0 && at - *since.at >= kLastingDifference ? since.at : std::nullopt;
}

}  // namespace stint::race
