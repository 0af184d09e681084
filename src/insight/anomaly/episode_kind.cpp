#include "insight/anomaly/episode_kind.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

// A car that leaves the road and rejoins loses some seconds; one that spins has to stop and turn round.
constexpr double kOffTrackMs = 14'000;
constexpr double kSpinMs = 36'000;
// After it: a damaged car limps, one with a flat tyre crawls. Of the sector's time.
constexpr double kLimps = 1.05;
constexpr double kCrawls = 1.24;
// A car that is so late (of a lap) doesn't roll any more.
constexpr double kNotRolling = 0.35;

std::string loss_text(double ms) {
  const auto tenths = static_cast<std::int64_t>(std::llround(ms / 100));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

std::string_view what_it_is(AnomalyKind kind) {
  switch (kind) {
    case AnomalyKind::slow:
      return "is slow";
    case AnomalyKind::stopped:
      return "has stopped";
    case AnomalyKind::incident:
      return "has crashed, or is badly damaged";
    case AnomalyKind::off_track:
      return "seems to have gone off the track";
    case AnomalyKind::spin:
      return "seems to have spun";
    case AnomalyKind::contact:
      return "has had contact with another car";
    case AnomalyKind::puncture:
      return "crawls, as with a flat tyre";
    default:
      return "is in trouble";
  }
}

}  // namespace

AnomalyKind episode_kind(const Episode& episode, double base_ms, Instant /*now*/, bool local_flags) {
  if (episode.by_lane) return AnomalyKind::unusual_stop;
  if (episode.contact) return AnomalyKind::contact;
  const bool seen_since = episode.after_ratio > 0 || episode.settled || episode.moves_again;
  if (episode.stood) {
    if (!episode.moves_again && !seen_since) return episode.neutralised ? AnomalyKind::incident : AnomalyKind::stopped;
    if (episode.after_ratio >= kCrawls || (episode.after_ratio == 0 && episode.pitted)) return AnomalyKind::incident;
    if (episode.lost_first_ms > 0 && episode.lost_first_ms < kSpinMs) return AnomalyKind::spin;
    return AnomalyKind::stopped;
  }
  const bool stands_out = episode.yellow || !local_flags;
  if (!stands_out || episode.after_ratio >= kLimps) {
    if (episode.after_ratio >= kCrawls) return AnomalyKind::puncture;
    if (episode.after_ratio == 0 && episode.pitted) return AnomalyKind::puncture;
    if (!seen_since && episode.lost_ms > kNotRolling * base_ms) return AnomalyKind::stopped;
    return AnomalyKind::slow;
  }
  if (!seen_since && !episode.yellow) return episode.lost_ms > kNotRolling * base_ms ? AnomalyKind::stopped : AnomalyKind::slow;
  if (episode.lost_first_ms <= kOffTrackMs) return AnomalyKind::off_track;
  if (episode.lost_first_ms <= kSpinMs) return AnomalyKind::spin;
  return seen_since ? AnomalyKind::spin : AnomalyKind::stopped;
}

double episode_severity(const Episode& episode, double base_ms) {
  // A lap lost is the end of most races; what is lost beyond it counts for less and less.
  const double share = episode.lost_ms / base_ms;
  return std::clamp(1 - std::exp(-2.5 * share) + (episode.stood ? 0.2 : 0), 0.05, 0.95);
}

std::string episode_text(const Anomaly& anomaly, const Episode& episode) {
  if (episode.by_lane)
    return "Car " + anomaly.car->str() + " came to the line through the pits, " + loss_text(episode.lost_ms) + " late.";
  std::string text = "Car " + anomaly.car->str() + " " + std::string(what_it_is(anomaly.kind));
  const bool overdue = anomaly.kind == AnomalyKind::slow && !episode.settled && episode.after_ratio == 0;
  if (overdue) text = "Car " + anomaly.car->str() + " is overdue: slow or stopped";
  text += " in sector " + std::to_string(episode.sector);
  if (episode.lost_ms > 0) text += ": " + loss_text(episode.lost_ms) + (overdue ? " late so far" : " lost");
  if (episode.yellow) text += ", yellow in that sector";
  if (episode.pitted) text += ", now in the pits";
  return text + ".";
}

}  // namespace stint::insight
