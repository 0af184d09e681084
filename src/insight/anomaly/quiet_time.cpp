#include "insight/anomaly/quiet_time.hpp"

#include <algorithm>
#include <chrono>

#include "insight/field/field.hpp"

namespace stint::insight {
namespace {

using std::chrono::minutes;
using timing::Instant;

constexpr auto kBlock = minutes{10};

std::vector<TimeSpan> disturbances(const Field& field, const IncidentLabels& labels, std::span<const TimeSpan> limped) {
  std::vector<TimeSpan> found(limped.begin(), limped.end());
  for (const IncidentLap& lap : labels.laps) found.push_back({lap.began, lap.ended + minutes{1}});
  for (const LongStop& stop : labels.long_stops) found.push_back({stop.left - stop.lane, stop.left});
  for (const Retirement& end : labels.retirements) {
    found.push_back({end.last_line, end.due + minutes{5}});
  }
  for (const race::FlagPeriod& period : field.flags()) {
    if (!is_racing_flag(period.kind)) found.push_back({period.from, period.until.value_or(field.now()) + minutes{2}});
  }
  return found;
}

}  // namespace

std::vector<TimeSpan> quiet_time(std::span<const timing::Event> events, const IncidentLabels& labels,
                                 std::span<const TimeSpan> limped) {
  if (events.empty()) return {};
  Field field;
  for (const timing::Event& event : events) field.apply(event);
  const std::vector<TimeSpan> loud = disturbances(field, labels, limped);
  const Instant began = field.session().started_at.value_or(events.front().at);
  const Instant ended = began + timing::Millis{static_cast<std::int64_t>(labels.hours * 3'600'000)};
  std::vector<TimeSpan> quiet;
  for (Instant from = began; from + kBlock <= ended; from += kBlock) {
    const TimeSpan block{from, from + kBlock};
    const auto disturbs = [&](const TimeSpan& each) { return each.from < block.to && each.to > block.from; };
    if (std::ranges::none_of(loud, disturbs)) quiet.push_back(block);
  }
  return quiet;
}

}  // namespace stint::insight
