#include "insight/anomaly/pace_drift.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

constexpr std::size_t kToJudge = 6;   // laps that the car is measured against, at least
constexpr double kAllowance = 0.005;  // a lap may be so much slower without counting; more where laps vary more
constexpr double kMostOfALap = 0.02;  // one lap counts for no more: a slow lap is no slow car
constexpr double kLeastVariation = 0.0008;

}  // namespace

std::optional<double> PaceDrift::slower_than_first(double excess) const {
  return before_.size() < kToJudge ? std::nullopt : std::optional(excess - *before_.median());
}

void PaceDrift::add(const Lap& lap) {
  const auto slower = slower_than_first(lap.excess);
  if (slower && lap.speed_kph && speeds_.size() > 0) {
    speeds_lost_.add(1 - *lap.speed_kph * lap.speed_factor / *speeds_.median());
  }
  if (slower) {
    const double counted = std::min(*slower - lap.tyres, kMostOfALap);
    sum_ = std::max(0.0, sum_ + counted - std::max(kAllowance, variation()));
    if (sum_ > 0) {
      since_.add(counted);
      ++laps_;
      return;
    }
    since_.clear();
    laps_ = 0;
  }
  before_.add(lap.excess);
  if (lap.speed_kph) speeds_.add(*lap.speed_kph);
}

double PaceDrift::variation() const {
  const double middle = before_.median().value_or(0);
  RecentValues<double, 12> distances;
  for (std::size_t ago = 0; ago < before_.size(); ++ago) distances.add(std::abs(*before_.recent(ago) - middle));
  return std::max(kLeastVariation, distances.median().value_or(0));
}

PaceDrift::Change PaceDrift::measured() const {
  constexpr double kSpeedGone = 0.02;
  Change change{.laps = laps_, .slower = since_.median().value_or(0), .speed_lost = speeds_lost_.median().value_or(0)};
  change.speed_gone = speeds_lost_.size() >= 3 && change.speed_lost > kSpeedGone;
  const auto laps = static_cast<std::int32_t>(since_.size());
  double early = 0, late = 0;
  const std::int32_t half = laps / 2;
  for (std::int32_t ago = 0; ago < laps; ++ago) {
    const double value = since_.recent(static_cast<std::size_t>(ago)).value_or(0);
    if (ago < half) late += value;
    if (ago >= laps - half) early += value;
  }
  if (half > 0) change.growth = (late - early) / half / half;
  return change;
}

std::optional<PaceDrift::Change> PaceDrift::change() const {
  // Of the pace alone, and where top speed has gone with it.
  constexpr std::int32_t kLaps = 6, kLapsWithSpeed = 4;
  constexpr double kSum = 0.06, kSumWithSpeed = 0.03;
  constexpr double kBestLaps = 0.008, kBestLapsWithSpeed = 0.006;
  constexpr double kInVariations = 4, kSumInVariations = 32;
  if (laps_ < kLapsWithSpeed) return std::nullopt;
  const double best_laps = *since_.quantile(0.25);
  if (best_laps < kInVariations * variation()) return std::nullopt;
  const Change change = measured();
  const bool with_speed = change.speed_gone && sum_ > kSumWithSpeed && best_laps > kBestLapsWithSpeed;
  const bool alone = laps_ >= kLaps && sum_ > std::max(kSum, kSumInVariations * variation()) && best_laps > kBestLaps;
  return with_speed || alone ? std::optional(change) : std::nullopt;
}

std::optional<PaceDrift::Change> PaceDrift::hint() const {
  constexpr double kSum = 0.02;
  constexpr std::int32_t kLaps = 4;
  if (laps_ < kLaps || sum_ < kSum || *since_.quantile(0.25) < 0) return std::nullopt;
  return measured();
}

}  // namespace stint::insight
