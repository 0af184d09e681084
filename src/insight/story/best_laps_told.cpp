#include <optional>
#include <string>

#include "insight/story/passes.hpp"
#include "insight/story/tellers.hpp"

namespace stint::insight::story {
namespace {

struct Best {
  CarIndex car = 0;
  const LapRecord* lap = nullptr;
};

// The earlier of two equal ones: the later is no better.
bool is_better(const LapRecord& a, const std::optional<Best>& b) {
  return !b || *a.time < *b->lap->time || (*a.time == *b->lap->time && a.ended_at < b->lap->ended_at);
}

std::optional<Best> best_by(const RacePast& past, const std::vector<CarIndex>& cars, Instant at) {
  std::optional<Best> best;
  for (const CarIndex car : cars) {
    const std::size_t end = past.records_by(car, at);
    for (std::size_t i = 0; i < end; ++i) {
      const LapRecord& lap = past.car(car).laps_done[i];
      if (lap.time && *lap.time > Millis{0} && lap.valid && is_better(lap, best)) best = Best{car, &lap};
    }
  }
  return best;
}

std::string driver_of(const race::CarSnapshot& car, const LapRecord& lap) {
  for (const timing::Driver& driver : car.entry->drivers) {
    if (lap.driver && driver.id == *lap.driver) return driver.name;
  }
  return {};
}

// The best of these cars so far, if it was set within the interval.
std::optional<BestLap> best_within(const Scene& scene, const std::vector<CarIndex>& cars) {
  const auto best = best_by(scene.past, cars, scene.to());
  if (!best || !scene.is_within(best->lap->ended_at)) return std::nullopt;
  BestLap claim;
  claim.car = scene.past.number(best->car);
  claim.lap = best->lap->number;
  claim.at = best->lap->ended_at;
  claim.time = *best->lap->time;
  if (const auto before = best_by(scene.past, cars, scene.from)) claim.before = before->lap->time;
  claim.driver = driver_of(scene.past.car(best->car), *best->lap);
  return claim;
}

void add(BestLap claim, double weight, Telling& telling) {
  const Fact fact{"lap", claim.at, claim.car, claim.lap, {}};
  telling.push_back({std::move(claim), weight, {fact}});
}

}  // namespace

void tell_best_laps(const Scene& scene, Telling& telling) {
  constexpr double kOfTheSession = 0.6, kOfAClass = 0.5, kOwn = 0.45;
  std::optional<BestLap> of_session;
  if (!scene.car) of_session = best_within(scene, scene.past.cars_in(""));
  for (std::size_t group = 0; group < scene.groups.size(); ++group) {
    auto of_class = best_within(scene, scene.past.cars_in(scene.groups[group]));
    if (!of_class || (scene.car && of_class->car != scene.past.number(*scene.car))) continue;
    const bool is_of_session = of_session && of_session->car == of_class->car && of_session->lap == of_class->lap;
    if (is_of_session) {
      of_class = of_session;
    } else {
      of_class->class_name = scene.groups[group];
    }
    add(std::move(*of_class), is_of_session ? kOfTheSession : kOfAClass * weight_of_group(scene, group), telling);
  }
  if (!scene.car) return;
  auto own = best_within(scene, {*scene.car});
  if (!own) return;
  own->own = true;
  add(std::move(*own), kOwn, telling);
}

}  // namespace stint::insight::story
