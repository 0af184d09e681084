#include "insight/anomaly/pace_drift.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {

void PaceDrift::add(double excess, std::optional<double> top_speed_kph) {
  constexpr std::size_t kToJudge = 6;
  const auto usual = before_.median();
  const auto usual_speed = speeds_.median();
  if (before_.size() < kToJudge) {
    before_.add(excess);
    if (top_speed_kph) speeds_.add(*top_speed_kph);
    return;
  }
  const double slower = std::min(excess - *usual, kMostOfALap);
  latest_.add(slower);
  if (top_speed_kph) latest_speeds_.add(*top_speed_kph);
  if (latest_.size() == 3 && latest_speeds_.size() == 3 && speeds_.size() >= kToJudge) {
    constexpr double kSpeedGone = 0.015, kPaceGone = 0.007;
    speed_lost_ = 1 - *latest_speeds_.median() / *usual_speed;
    failing_ = speed_lost_ > kSpeedGone && *latest_.median() > kPaceGone && sum_ > 0.15 * kAlarm;
  }
  sum_ = std::max(0.0, sum_ + slower - std::max(kAllowance, 2 * variation()));
  if (sum_ <= 0) {
    before_.add(excess);
    if (top_speed_kph) speeds_.add(*top_speed_kph);
    since_.clear();
    laps_ = 0;
    failing_ = false;  // the pace is back
    return;
  }
  since_.add(slower);
  ++laps_;
}

double PaceDrift::variation() const {
  const double middle = before_.median().value_or(0);
  RecentValues<double, 15> distances;
  for (std::size_t ago = 0; ago < before_.size(); ++ago) distances.add(std::abs(*before_.recent(ago) - middle));
  return distances.median().value_or(0);
}

void PaceDrift::begin_anew() { *this = {}; }

std::optional<PaceDrift::Change> PaceDrift::change() const {
  const double alarm = std::max(kAlarm, 35 * variation());
  if (sum_ < alarm && !failing_) return std::nullopt;
  const auto laps = static_cast<std::int32_t>(since_.size());
  double early = 0, late = 0;
  const std::int32_t half = laps / 2;
  for (std::int32_t ago = 0; ago < laps; ++ago) {
    const double value = since_.recent(static_cast<std::size_t>(ago)).value_or(0);
    if (ago < half) late += value;
    if (ago >= laps - half) early += value;
  }
  Change change{laps_, sum_ / alarm, since_.median().value_or(0), 0, speed_lost_};
  if (half > 0) change.growth = (late - early) / half / half;
  return change;
}

}  // namespace stint::insight
