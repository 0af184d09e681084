#include <algorithm>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

// Of one car, more than so many are told as a number.
constexpr std::size_t kStopsOneByOne = 3;
// A stay that is this long is more than service, and told by itself.
constexpr Millis kLongStop = std::chrono::minutes{5};
// How many of a class's foremost cars have their stops compared.
constexpr std::size_t kComparedCars = 3;

constexpr double kWeightOfOneStop = 0.6;
constexpr double kWeightOfLongStop = 0.5;
constexpr double kWeightOfCount = 0.5;

// As it was known at the end of the interval.
Stop stop_claim(const Scene& scene, CarIndex car, const race::PitStop& stop) {
  Stop claim;
  claim.car = scene.past.number(car);
  claim.in_lap = stop.in_lap;
  claim.in_at = stop.in_at;
  claim.flag = stop.flag;
  claim.driver_in = stop.driver_in_name;
  if (!stop.out_at || *stop.out_at > scene.to()) return claim;
  claim.out_at = stop.out_at;
  claim.lane = stop.lane;
  claim.driver_out = stop.driver_out_name;
  claim.driver_changed = stop.driver_changed();
  if (stop.out_lap && scene.past.lap(car, *stop.out_lap) != nullptr) claim.cost = stop.cost;
  return claim;
}

std::vector<const race::PitStop*> stops_within(const Scene& scene, CarIndex car) {
  std::vector<const race::PitStop*> stops;
  for (const race::PitStop& stop : scene.past.car(car).pit_stops) {
    if (!stop.red_flag && scene.is_within(stop.in_at)) stops.push_back(&stop);
  }
  return stops;
}

bool is_long(const Scene& scene, const race::PitStop& stop) {
  const Millis stay = stop.lane && stop.out_at && *stop.out_at <= scene.to()
                          ? *stop.lane
                          : std::min(stop.out_at.value_or(scene.to()), scene.to()) - stop.in_at;
  return stay >= kLongStop;
}

StopCount count_of(const Scene& scene, CarIndex car, std::vector<Fact>& facts) {
  StopCount count{scene.past.number(car), 0, 0, Millis{0}};
  for (const race::PitStop* stop : stops_within(scene, car)) {
    const Stop claim = stop_claim(scene, car, *stop);
    ++count.stops;
    if (is_caution(stop->flag)) ++count.under_caution;
    count.lane = count.lane && claim.lane ? std::optional(*count.lane + *claim.lane) : std::nullopt;
    for (Fact& fact : facts_of_stop(scene.past, car, *stop)) facts.push_back(std::move(fact));
  }
  return count;
}

void tell_car(const Scene& scene, CarIndex car, Telling& telling) {
  const auto stops = stops_within(scene, car);
  const bool one_by_one = stops.size() <= kStopsOneByOne;
  for (const race::PitStop* stop : stops) {
    if (!one_by_one && !is_long(scene, *stop)) continue;
    Stop claim = stop_claim(scene, car, *stop);
    auto facts = facts_of_stop(scene.past, car, *stop);
    telling.push_back({std::move(claim), kWeightOfOneStop, std::move(facts)});
  }
  if (one_by_one) return;
  Stops sum;
  std::vector<Fact> facts;
  sum.cars.push_back(count_of(scene, car, facts));
  telling.push_back({std::move(sum), kWeightOfOneStop + kWeightOfCount / 4, std::move(facts)});
}

// Stops are compared only among cars that are still there: a car in its garage has made none for another reason.
void tell_stops_of_group(const Scene& scene, std::size_t group, Telling& telling) {
  const auto order = scene.past.order_at(scene.to(), scene.groups[group]);
  Stops compared;
  compared.class_name = scene.groups[group];
  std::vector<Fact> facts;
  bool any = false;
  for (std::size_t i = 0; i < std::min(order.size(), kComparedCars); ++i) {
    compared.cars.push_back(count_of(scene, order[i], facts));
    any = any || compared.cars.back().stops > 0;
  }
  const double weight = weight_of_group(scene, group);
  if (any) telling.push_back({std::move(compared), kWeightOfCount * weight, std::move(facts)});
  for (const CarIndex car : order) {
    for (const race::PitStop* stop : stops_within(scene, car)) {
      if (!is_long(scene, *stop)) continue;
      Stop claim = stop_claim(scene, car, *stop);
      auto of_stop = facts_of_stop(scene.past, car, *stop);
      telling.push_back({std::move(claim), kWeightOfLongStop * weight, std::move(of_stop)});
    }
  }
}

}  // namespace

std::vector<Fact> facts_of_stop(const RacePast& past, CarIndex car, const race::PitStop& stop) {
  std::vector<Fact> facts;
  // An entry that nobody told of was reckoned from the exit: of a stay on one lap, or of a second one on an in-lap.
  const bool is_second = std::ranges::any_of(past.car(car).pit_stops, [&](const race::PitStop& other) {
    return other.in_lap == stop.in_lap && other.in_at < stop.in_at;
  });
  const bool is_reckoned =
      (is_second || stop.out_lap == stop.in_lap) && stop.out_at && stop.lane && *stop.out_at - *stop.lane == stop.in_at;
  if (!is_reckoned) facts.push_back({"pit_in", stop.in_at, past.number(car), stop.in_lap, {}});
  if (stop.out_at && stop.out_lap && *stop.out_at <= past.until())
    facts.push_back({"pit_out", *stop.out_at, past.number(car), *stop.out_lap, {}});
  return facts;
}

void tell_stops(const Scene& scene, Telling& telling) {
  if (scene.car) return tell_car(scene, *scene.car, telling);
  if (!scene.is_race) return;
  for (std::size_t group = 0; group < scene.groups.size(); ++group) tell_stops_of_group(scene, group, telling);
}

}  // namespace stint::insight::story
