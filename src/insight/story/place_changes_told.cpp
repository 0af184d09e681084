#include <algorithm>
#include <cstdlib>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

constexpr double kWeightOfAChange = 0.45;
constexpr double kWeightOfAPlace = 0.05;  // gained or lost
constexpr double kWeightOfThePodium = 0.12;
constexpr double kMostWeight = 0.8;
constexpr double kWeightOfItsOwnPlace = 0.9;
constexpr std::int32_t kLastPodiumPlace = 3;

using Order = std::vector<CarIndex>;

std::int32_t place_in(const Order& order, CarIndex car) {
  const auto found = std::ranges::find(order, car);
  return found == order.end() ? 0 : static_cast<std::int32_t>(found - order.begin()) + 1;
}

// Every car that was before it and is behind it now, and the other way round; so passed - lost_to is the places gained.
PlaceChange change_of(const RacePast& past, CarIndex car, const Order& before, const Order& now) {
  PlaceChange change;
  change.car = past.number(car);
  change.from = place_in(before, car);
  change.to = place_in(now, car);
  for (const CarIndex other : now) {
    const std::int32_t was = place_in(before, other);
    const bool was_ahead = was != 0 && was < change.from;
    const bool is_ahead = place_in(now, other) < change.to;
    if (other == car || was_ahead == is_ahead) continue;
    if (was_ahead) {
      if (const auto pass = last_pass(past, car, other)) change.passed.push_back(*pass);
    } else {
      if (const auto pass = last_pass(past, other, car)) change.lost_to.push_back(*pass);
    }
  }
  std::ranges::sort(change.passed, {}, &Pass::at);
  std::ranges::sort(change.lost_to, {}, &Pass::at);
  return change;
}

double weight_of(const Scene& scene, const PlaceChange& change) {
  if (scene.car) return kWeightOfItsOwnPlace;
  double weight = kWeightOfAChange + kWeightOfAPlace * std::abs(change.from - change.to);
  if (std::min(change.from, change.to) <= kLastPodiumPlace) weight += kWeightOfThePodium;
  return std::min(weight, kMostWeight);
}

std::vector<Fact> facts_of_change(const Scene& scene, const PlaceChange& change) {
  std::vector<Fact> facts;
  for (const auto* passes : {&change.passed, &change.lost_to}) {
    for (const Pass& pass : *passes) {
      for (Fact& fact : facts_of(scene.past, pass)) facts.push_back(std::move(fact));
    }
  }
  return facts;
}

void tell_places_of_group(const Scene& scene, std::size_t group, Telling& telling) {
  const RacePast& past = scene.past;
  const std::string& class_name = scene.groups[group];
  Order before = past.order_at(scene.from, class_name);
  const bool since_first_lap = before.empty();
  if (since_first_lap) before = past.order_after_first_lap(class_name);
  const Order now = past.order_at(scene.to(), class_name);
  for (const CarIndex car : now) {
    if (!scene.concerns(car) || place_in(before, car) == 0 || place_in(before, car) == place_in(now, car)) continue;
    PlaceChange change = change_of(past, car, before, now);
    change.class_name = class_name;
    change.since_first_lap = since_first_lap;
    const double weight = weight_of(scene, change) * weight_of_group(scene, group);
    auto facts = facts_of_change(scene, change);
    telling.push_back({std::move(change), weight, std::move(facts)});
  }
}

}  // namespace

void tell_place_changes(const Scene& scene, Telling& telling) {
  if (!scene.is_race) return;
  for (std::size_t group = 0; group < scene.groups.size(); ++group) tell_places_of_group(scene, group, telling);
}

}  // namespace stint::insight::story
