#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

// Over fewer laps, or less than this, there is nothing to explain.
constexpr std::int32_t kFewestLapsOfAGap = 3;
constexpr Millis kLeastChange{3'000};
// A pair that is further apart does not race each other.
constexpr Millis kFarthest{600'000};
constexpr double kWeightOfAGap = 0.7;
constexpr double kWeightOfItsOwnGap = 0.8;

std::int32_t stops_on(const RacePast& past, CarIndex car, std::int32_t from_lap, std::int32_t to_lap) {
  return static_cast<std::int32_t>(std::ranges::count_if(past.car(car).pit_stops, [&](const race::PitStop& stop) {
    return !stop.red_flag && stop.in_lap > from_lap && stop.in_lap <= to_lap;
  }));
}

// The part that a lap's time belongs to.
Millis& part_of(GapChange& change, const RacePast& past, CarIndex ahead, CarIndex behind, const LapRecord& of_ahead,
                const LapRecord& of_behind) {
  const bool neutralised = is_neutralised(of_ahead) || is_neutralised(of_behind);
  if (past.is_pit_lap(ahead, of_ahead.number) || past.is_pit_lap(behind, of_behind.number))
    return neutralised ? change.stops_in_caution : change.stops;
  return neutralised ? change.caution : change.pace;
}

// From the last lap that both had completed at the beginning (the first, if one had none) to the last that both have now.
std::optional<GapChange> change_between(const Scene& scene, CarIndex ahead, CarIndex behind) {
  const RacePast& past = scene.past;
  GapChange change;
  change.ahead = past.number(ahead);
  change.behind = past.number(behind);
  change.from_lap = std::max(1, std::min(past.laps_by(ahead, scene.from), past.laps_by(behind, scene.from)));
  change.to_lap = std::min(past.laps_by(ahead, scene.to()), past.laps_by(behind, scene.to()));
  if (change.to_lap - change.from_lap < kFewestLapsOfAGap) return std::nullopt;
  std::optional<Millis> gap;
  for (std::int32_t number = change.from_lap; number <= change.to_lap; ++number) {
    const LapRecord* of_ahead = past.lap(ahead, number);
    const LapRecord* of_behind = past.lap(behind, number);
    if (of_ahead == nullptr || of_behind == nullptr) return std::nullopt;
    const Millis now = of_behind->ended_at - of_ahead->ended_at;
    if (gap) part_of(change, past, ahead, behind, *of_ahead, *of_behind) += now - *gap;
    if (!gap) {
      change.gap_from = now;
      change.from_at = of_behind->ended_at;
    }
    gap = now;
    change.to_at = of_behind->ended_at;
  }
  change.gap_to = *gap;
  change.stops_ahead = stops_on(past, ahead, change.from_lap, change.to_lap);
  change.stops_behind = stops_on(past, behind, change.from_lap, change.to_lap);
  if (std::chrono::abs(change.gap_to - change.gap_from) < kLeastChange || change.gap_to > kFarthest) return std::nullopt;
  return change;
}

void tell_pair(const Scene& scene, std::size_t group, CarIndex ahead, CarIndex behind, double weight, Telling& telling) {
  auto change = change_between(scene, ahead, behind);
  if (!change) return;
  change->class_name = scene.groups[group];
  std::vector<Fact> facts;
  for (const std::int32_t lap : {change->from_lap, change->to_lap}) {
    for (const CarIndex car : {ahead, behind}) facts.push_back(lap_fact(scene.past, car, *scene.past.lap(car, lap)));
  }
  for (const CarIndex car : {ahead, behind}) {
    for (const race::PitStop& stop : scene.past.car(car).pit_stops) {
      if (stop.red_flag || stop.in_lap <= change->from_lap || stop.in_lap > change->to_lap) continue;
      for (Fact& fact : facts_of_stop(scene.past, car, stop)) facts.push_back(std::move(fact));
    }
  }
  telling.push_back({std::move(*change), weight, std::move(facts)});
}

}  // namespace

// The two at the head of each class; of one car, those next to it.
void tell_gap_changes(const Scene& scene, Telling& telling) {
  if (!scene.is_race) return;
  for (std::size_t group = 0; group < scene.groups.size(); ++group) {
    const auto order = scene.past.order_at(scene.to(), scene.groups[group]);
    if (!scene.car) {
      if (order.size() > 1) tell_pair(scene, group, order[0], order[1], kWeightOfAGap * weight_of_group(scene, group), telling);
      continue;
    }
    const auto place = static_cast<std::size_t>(std::ranges::find(order, *scene.car) - order.begin());
    if (place == order.size()) continue;
    if (place > 0) tell_pair(scene, group, order[place - 1], order[place], kWeightOfItsOwnGap, telling);
    if (place + 1 < order.size()) tell_pair(scene, group, order[place], order[place + 1], kWeightOfAGap, telling);
  }
}

}  // namespace stint::insight::story
