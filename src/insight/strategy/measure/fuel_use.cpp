#include "insight/strategy/measure/fuel_use.hpp"

#include <algorithm>

namespace stint::insight {
namespace {

double slow_between(const CarReading& car, std::int32_t from, std::int32_t to) {
  double slow = 0, before = 0;
  for (const RacedLap& lap : car.laps) {
    if (lap.number <= from) before = lap.slow_sum;
    if (lap.number > to) break;
    slow = lap.slow_sum;
  }
  return std::max(0.0, slow - before);
}

std::optional<double> laps_to_go(const RaceReading& race, std::optional<race::Millis> length, Instant at, double lap_ms) {
  if (!length || !race.start || lap_ms <= 0) return std::nullopt;
  return std::max(0.0, static_cast<double>((*race.start + *length - at).count()) / lap_ms);
}

}  // namespace

StintWorth FuelStint::worth(double tank) const {
  if (!ended_green) return StintWorth::nothing;
  const bool last_stop = to_go && *to_go < tank;
  return slow_laps >= 1 || last_stop ? StintWorth::part : StintWorth::full;
}

std::vector<FuelStint> fuel_stints(const RaceReading& race, std::optional<race::Millis> length) {
  std::vector<FuelStint> stints;
  for (std::size_t c = 0; c < race.cars.size(); ++c) {
    const CarReading& car = race.cars[c];
    std::int32_t from = 0;
    for (const StopReading& stop : car.stops) {
      if (!stop.refuels() || stop.in_lap <= from) continue;
      FuelStint stint{.car = c, .from_lap = from, .to_lap = stop.in_lap, .ended_at = stop.in_at};
      stint.ended_green = stop.pace == Pace::green;
      stint.laps = stop.in_lap - from;
      stint.slow_laps = slow_between(car, from, stop.in_lap);
      stint.to_go = laps_to_go(race, length, stop.in_at, car.usual_ms);
      stints.push_back(stint);
      from = stop.in_lap;
    }
  }
  std::ranges::stable_sort(stints, {}, &FuelStint::ended_at);
  return stints;
}

FuelNow fuel_now(const CarReading& car) {
  std::int32_t from = 0;
  for (const StopReading& stop : car.stops) {
    if (stop.refuels()) from = stop.in_lap;
  }
  const std::int32_t done = car.car->laps;
  FuelNow now;
  now.next_lap = std::max(done, from) + 1;
  if (from >= done) return now;
  now.laps = done - from;
  now.slow_laps = slow_between(car, from, done);
  return now;
}

std::optional<Measure> fit_yellow_burn(const RaceReading& race, std::span<const FuelStint> stints, std::size_t class_index,
                                       double tank_laps) {
  // Longer than a green tank by so many laps, with so many of them neutralised: else the division tells nothing.
  constexpr double kLonger = 1, kLeastSlow = 4;
  std::vector<double> burns;
  for (const FuelStint& stint : stints) {
    if (race.cars[stint.car].class_index != class_index) continue;
    if (stint.laps < tank_laps + kLonger || stint.slow_laps < kLeastSlow) continue;
    const double burn = (tank_laps - (stint.laps - stint.slow_laps)) / stint.slow_laps;
    if (burn > 0 && burn < 1) burns.push_back(burn);
  }
  if (burns.size() < 3) return std::nullopt;
  return robust_measure(std::move(burns), Basis::race_class);
}

void walk_fuel(const RaceReading& race, std::span<const double> yellow_burn, std::optional<race::Millis> length,
               TankBook& tanks, const std::function<void(const FuelCrossing&)>& visit) {
  struct Step {
    Instant at;
    std::uint32_t car, lap;
  };
  std::vector<Step> steps;
  for (std::uint32_t c = 0; c < race.cars.size(); ++c) {
    for (std::uint32_t l = 0; l < race.cars[c].laps.size(); ++l) steps.push_back({race.cars[c].laps[l].ended_at, c, l});
  }
  std::ranges::stable_sort(steps, {}, &Step::at);
  struct Going {
    double used = 0, laps = 0, slow = 0;
    int caution_laps = 0;
    std::size_t next_stop = 0;
    Instant before{};
    std::optional<int> since_open;
  };
  std::vector<Going> going(race.cars.size());
  for (const Step& step : steps) {
    const CarReading& car = race.cars[step.car];
    const RacedLap& lap = car.laps[step.lap];
    Going& now = going[step.car];
    now.laps += 1;
    now.slow += lap.slow;
    now.used += 1 - (1 - yellow_burn[car.class_index]) * lap.slow;
    now.caution_laps = lap.pace_at_end == Pace::green ? 0 : now.caution_laps + 1;
    const CautionReading* caution = caution_at(race, lap.ended_at);
    const auto open = caution != nullptr ? caution->open_since[car.class_index] : std::nullopt;
    const bool open_before = open && *open < now.before, open_here = open && !open_before && *open < lap.ended_at;
    now.since_open = open_before ? std::optional(now.since_open.value_or(0) + 1) : std::nullopt;
    while (now.next_stop < car.stops.size() && car.stops[now.next_stop].in_lap < lap.number) ++now.next_stop;
    const StopReading* stop = nullptr;
    if (now.next_stop < car.stops.size() && car.stops[now.next_stop].in_lap == lap.number) stop = &car.stops[now.next_stop];
    visit({car, lap, now.used, tanks.of_car(step.car), now.caution_laps, stop, open_here, now.since_open});
    now.before = lap.ended_at;
    if (stop == nullptr) tanks.goes_on(step.car, now.used);
    if (stop == nullptr || !stop->refuels()) continue;
    FuelStint stint{.ended_green = stop->pace == Pace::green, .laps = now.laps, .slow_laps = now.slow};
    stint.to_go = laps_to_go(race, length, lap.ended_at, lap.usual_ms);
    tanks.add(step.car, now.used, stint.worth(tanks.of_class(car.class_index).laps));
    now.used = now.laps = now.slow = 0;
  }
}

TankBook empty_tanks(const RaceReading& race) {
  std::vector<std::size_t> classes;
  std::vector<std::string> makes;
  for (const CarReading& car : race.cars) {
    classes.push_back(car.class_index);
    makes.push_back(car.car->entry->manufacturer);
  }
  return {std::move(classes), std::move(makes), race.classes.size()};
}

}  // namespace stint::insight
