#include "source/live/alkamel/lt2_gap.hpp"

#include <algorithm>

namespace stint::live::alkamel {
namespace {

using timing::Millis;

// 0, the line, is passed as the lap begins.
std::optional<Millis> since_start(const std::vector<LoopText>& loops, std::int32_t index) {
  if (index == 0) return Millis{0};
  const auto found = std::ranges::find(loops, index, &LoopText::index);
  return found == loops.end() ? std::nullopt : std::optional(found->since_lap_start);
}

std::int32_t highest(const std::vector<LoopText>& loops) {
  return loops.empty() ? 0 : std::ranges::max(loops, {}, &LoopText::index).index;
}

std::optional<std::int32_t> lap_of(const StandingRecord& record) {
  if (record.current_lap) return record.current_lap;
  return record.laps;
}

}  // namespace

std::optional<LoopGap> loop_gap(const StandingRecord& ahead, const StandingRecord& behind) {
  const auto lap_ahead = lap_of(ahead);
  const auto lap_behind = lap_of(behind);
  if (!behind.running || !behind.lap_start || !ahead.lap_start || !lap_ahead || !lap_behind) return std::nullopt;
  const std::int32_t laps = *lap_ahead - *lap_behind;
  const std::int32_t loop = highest(behind.loops);
  const auto passed_behind = since_start(behind.loops, loop);
  const auto passed_ahead = since_start(ahead.loops, loop);
  if (laps > 1) return LoopGap{.laps = passed_ahead ? laps : laps - 1};
  if (laps == 1 && passed_ahead) return LoopGap{.laps = 1};
  timing::Instant at_ahead = *ahead.lap_start;
  if (passed_ahead) {
    at_ahead += *passed_ahead;
  } else {
    const auto before = since_start(ahead.last_loops, loop);
    const auto lap_time = since_start(ahead.last_loops, highest(ahead.last_loops));
    if (!before || !lap_time) return std::nullopt;
    at_ahead += *before - *lap_time;
  }
  const Millis gap = *behind.lap_start + *passed_behind - at_ahead;
  return LoopGap{.time = gap < Millis{0} ? -gap : gap};
}

}  // namespace stint::live::alkamel
