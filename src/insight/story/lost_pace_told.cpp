// Cars that have been slower from one lap of their stint on.
#include <algorithm>
#include <cmath>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

// So many green laps, and so much slower, in hundredths of a lap, or it is nothing to tell of.
constexpr std::size_t kFewestLaps = 4;
constexpr double kLeastShareLost = 0.005;

double evidence_of(const Anomaly& anomaly, std::string_view name) {
  const auto found = std::ranges::find(anomaly.evidence, name, &AnomalyEvidence::name);
  return found == anomaly.evidence.end() ? 0 : found->value;
}

Millis middle_of(std::vector<Millis> times) {
  std::ranges::sort(times);
  const std::size_t middle = times.size() / 2;
  return times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
}

// The green laps from `first` on, until the car comes in or the interval ends.
std::vector<const LapRecord*> laps_since(const RacePast& past, CarIndex car, std::int32_t first) {
  std::vector<const LapRecord*> laps;
  const std::size_t end = past.records_by(car, past.until());
  for (std::size_t i = 0; i < end; ++i) {
    const LapRecord& lap = past.car(car).laps_done[i];
    if (lap.number < first) continue;
    if (past.is_pit_lap(car, lap.number)) break;
    if (lap.time && lap.is_green()) laps.push_back(&lap);
  }
  return laps;
}

}  // namespace

void tell_lost_pace(const Scene& scene, Telling& telling) {
  constexpr double kWeight = 0.45, kFailing = 0.1, kOfTheCarItself = 0.2;
  if (!scene.is_race) return;
  const RacePast& past = scene.past;
  for (const Anomaly* anomaly : scene.anomalies) {
    const bool is_drift = anomaly->kind == AnomalyKind::performance_drop || anomaly->kind == AnomalyKind::mechanical;
    const race::CarSnapshot* shown = is_drift ? past.race().find(*anomaly->car) : nullptr;
    if (shown == nullptr || !anomaly->lap) continue;
    const auto car = static_cast<CarIndex>(shown - past.race().cars.data());
    if (!scene.concerns(car)) continue;
    const auto before_told = static_cast<std::int32_t>(std::lround(evidence_of(*anomaly, "told_after_laps")));
    const auto laps = laps_since(past, car, *anomaly->lap - std::max(0, before_told - 1));
    if (laps.size() < kFewestLaps || !scene.is_within(laps.back()->ended_at)) continue;
    const auto usual = past.usual_lap(car, laps.front()->number);
    std::vector<Millis> times;
    for (const LapRecord* lap : laps) times.push_back(*lap->time);
    const Millis time = middle_of(times);
    if (!usual || static_cast<double>((time - *usual).count()) < kLeastShareLost * static_cast<double>(usual->count()))
      continue;
    const bool failing = evidence_of(*anomaly, "top_speed_lost") > 0 && anomaly->kind == AnomalyKind::mechanical;
    const PaceLoss claim{
        past.number(car), failing, laps.front()->number, laps.back()->number, laps.back()->ended_at, time, *usual};
    const double weight = kWeight + (failing ? kFailing : 0) + (scene.car ? kOfTheCarItself : 0);
    telling.push_back({claim, weight, {lap_fact(past, car, *laps.front()), lap_fact(past, car, *laps.back())}});
  }
}

}  // namespace stint::insight::story
