#include "race/happenings.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace stint::race {
namespace {

std::string name_of(const CarSnapshot& car, const std::optional<DriverId>& id) {
  if (!id) return {};
  for (const timing::Driver& driver : car.entry->drivers) {
    if (driver.id == *id) return driver.name;
  }
  return {};
}

Happening of_car(const CarSnapshot& car, Happening::Kind kind, Instant at, std::int32_t lap) {
  Happening happening;
  happening.kind = kind;
  happening.at = at;
  happening.car = car.number();
  happening.class_name = car.entry->class_name;
  happening.lap = lap;
  return happening;
}

void add_stops(const CarSnapshot& car, std::vector<Happening>& found) {
  for (const PitStop& stop : car.pit_stops) {
    Happening in = of_car(car, Happening::Kind::pit_in, stop.in_at, stop.in_lap);
    in.driver = stop.driver_in_name;
    found.push_back(std::move(in));
    if (!stop.out_at) continue;
    Happening out = of_car(car, Happening::Kind::pit_out, *stop.out_at, stop.out_lap.value_or(stop.in_lap + 1));
    out.driver = stop.driver_out_name.empty() ? stop.driver_in_name : stop.driver_out_name;
    out.time = stop.lane;
    if (stop.driver_changed()) {
      Happening change = out;
      change.kind = Happening::Kind::driver_change;
      change.driver_before = stop.driver_in_name;
      change.time.reset();
      found.push_back(std::move(change));
    }
    found.push_back(std::move(out));
  }
}

// Changes of driver that no stop explains.
void add_driver_changes(const CarSnapshot& car, std::vector<Happening>& found) {
  for (std::size_t i = 0; i + 1 < car.stints.size(); ++i) {
    if (car.stints[i].ended_by != StintEnd::driver_change) continue;
    for (const LapRecord& lap : car.laps_done) {
      if (lap.number != car.stints[i].last_lap) continue;
      Happening change = of_car(car, Happening::Kind::driver_change, lap.ended_at, lap.number);
      change.driver_before = car.stints[i].driver_name;
      change.driver = car.stints[i + 1].driver_name;
      found.push_back(std::move(change));
      break;
    }
  }
}

// A lap can only be a best one of many if it is one of its car: few are left to be put in order.
void add_own_bests(const CarSnapshot& car, std::vector<Happening>& found) {
  std::optional<Millis> best;
  for (const LapRecord& lap : car.laps_done) {
    if (!lap.time || !lap.valid || lap.number <= 1 || (best && *lap.time >= *best)) continue;
    best = lap.time;
    Happening own = of_car(car, Happening::Kind::class_best_lap, lap.ended_at, lap.number);
    own.driver = name_of(car, lap.driver);
    own.time = lap.time;
    found.push_back(std::move(own));
  }
}

void in_order(std::vector<Happening>& list) {
  std::ranges::stable_sort(list, [](const Happening& a, const Happening& b) {
    return std::forward_as_tuple(a.at, a.car.view()) < std::forward_as_tuple(b.at, b.car.view());
  });
}

// Of the cars' own bests, those that were the best of all, or of the class.
void add_bests(std::vector<Happening> own, std::vector<Happening>& found) {
  in_order(own);
  std::optional<Millis> best;
  std::map<std::string, Millis, std::less<>> of_class;
  for (Happening& lap : own) {
    const bool overall = !best || *lap.time < *best;
    const auto known = of_class.find(lap.class_name);
    const bool in_class = known == of_class.end() || *lap.time < known->second;
    if (!overall && !in_class) continue;
    if (overall) best = lap.time;
    of_class.insert_or_assign(lap.class_name, *lap.time);
    lap.kind = overall ? Happening::Kind::best_lap : Happening::Kind::class_best_lap;
    found.push_back(std::move(lap));
  }
}

void add_standing_car(const CarSnapshot& car, std::vector<Happening>& found) {
  if (!car.last_seen || (car.state != CarState::stopped && car.state != CarState::retired)) return;
  const auto kind = car.state == CarState::stopped ? Happening::Kind::stopped : Happening::Kind::retired;
  Happening standing = of_car(car, kind, *car.last_seen, car.laps);
  standing.driver = car.driver_name;
  found.push_back(std::move(standing));
}

}  // namespace

std::vector<Happening> happenings(const Snapshot& race) {
  std::vector<Happening> found;
  std::vector<Happening> own_bests;
  for (const CarSnapshot& car : race.cars) {
    add_stops(car, found);
    add_driver_changes(car, found);
    add_own_bests(car, own_bests);
    add_standing_car(car, found);
  }
  add_bests(std::move(own_bests), found);
  in_order(found);
  return found;
}

}  // namespace stint::race
