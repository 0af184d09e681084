#include "race/official_check.hpp"

#include <chrono>

namespace stint::race {
namespace {

bool gaps_differ(const timing::OfficialStanding& official, const Gap& own) {
  const std::int32_t official_laps = official.gap_laps.value_or(0);
  if (official_laps > 0 || own.laps > 0) return official.gap_laps && *official.gap_laps != own.laps;
  return official.gap && own.time && std::chrono::abs(*official.gap - *own.time) > kGapTolerance;
}

}  // namespace

std::array<bool, kComparedValues> differing_values(const timing::OfficialStanding& official, const OwnStanding& own) {
  return {official.position && *official.position != own.position,
          official.class_position && *official.class_position != own.class_position,
          official.laps && *official.laps != own.laps, gaps_differ(official, own.gap)};
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
