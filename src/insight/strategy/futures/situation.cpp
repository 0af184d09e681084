#include "insight/strategy/futures/situation.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "insight/strategy/futures/draws.hpp"
#include "insight/strategy/futures/situation_rules.hpp"

namespace stint::insight {
namespace {

constexpr double kHourMs = 3'600'000;
constexpr double kEver = 1e15;

// What is taken for a class whose stops nobody has seen, as shares of its lap (docs/strategy.md, "What it does not know").
constexpr double kAssumedTankMs = 40 * 60'000;
constexpr double kAssumedLossMs = 60'000;
constexpr double kAssumedLossSpread = 0.15;  // of the loss
constexpr double kAssumedLapSpread = 0.006;  // of a lap

// A car's pace now is not its pace for the rest of the race: track, tyres and luck move it by about this much of a lap.
constexpr double kDrift = 0.0022;

// What a stop that nobody planned costs (docs/strategy.md, "The race ahead").
constexpr double kTroubleMs = 60'000;
// Of a driver who has not driven yet nobody knows the pace: this much of a lap, standard deviation.
constexpr double kUnknownDriver = 0.006;

double ms_of(std::optional<Millis> value) { return value ? static_cast<double>(value->count()) : 0.0; }

SituationClass class_of(const ClassMeasure& measured) {
  SituationClass of;
  of.name = measured.class_name;
  of.lap_ms = measured.lap_ms;
  of.slow_down = measured.slow_down;
  of.settled_share = measured.settled_share;
  Spread loss{kAssumedLossMs, kAssumedLossSpread * kAssumedLossMs};
  for (std::size_t pace = 0; pace < kPaces; ++pace) {
    const auto& seen = measured.pit_loss_ms[pace];
    if (seen) loss = {seen->mean, seen->spread};
    of.pit_loss_ms[pace] = loss;
  }
  of.fuel_ms_per_lap = measured.fuel_ms_per_lap;
  const double tank = measured.tank_laps ? measured.tank_laps->mean : kAssumedTankMs / std::max(1.0, of.lap_ms);
  of.stop_at_share =
      measured.stop_at_share.mean > 0 ? Spread{measured.stop_at_share.mean, measured.stop_at_share.spread} : of.stop_at_share;
  of.usual_fill_laps = tank * of.stop_at_share.mean;
  const ServiceMeasure& repair = measured.services[static_cast<std::size_t>(Service::repair)];
  const ServiceMeasure& through = measured.services[static_cast<std::size_t>(Service::drive_through)];
  const auto& lane = measured.lane_ms[static_cast<std::size_t>(Pace::green)];
  const double green_loss = of.pit_loss_ms[0].mean;
  if (repair.lane_ms && lane) {
    of.repair_share = repair.share;
    of.repair_ms = {std::max(0.0, repair.lane_ms->mean - lane->mean), repair.lane_ms->spread};
  }
  of.drive_through_ms = through.lane_ms && lane ? std::max(0.2 * green_loss, green_loss - (lane->mean - through.lane_ms->mean))
                                                : 0.4 * green_loss;
  of.yellow_burn = measured.yellow_burn;
  of.stops_in_caution = measured.stops_in_caution;
  return of;
}

// How far the car is on the lap under way, from the time since it crossed the line; in the lane, what is still to be lost.
void place_on_lap(const race::Snapshot& race, const race::CarSnapshot& car, const SituationClass& of, Pace pace,
                  SituationCar& to) {
  const double lap = to.lap_ms * of.slow_down[static_cast<std::size_t>(pace)];
  const auto since = [&](Instant then) { return static_cast<double>((race.at - then).count()); };
  const auto start = race.session.started_at;
  const double since_line = !car.laps_done.empty() ? since(car.laps_done.back().ended_at) : start ? since(*start) : 0;
  const double loss = of.pit_loss_ms[static_cast<std::size_t>(pace)].mean;
  double part = since_line / lap;
  const race::PitStop* stop = car.pit_stops.empty() ? nullptr : &car.pit_stops.back();
  if (stop != nullptr && !stop->out_at) {
    part = stop->in_lap > car.laps ? 1 - 1e-3 : 0;
    to.lane_left_ms = std::max(1000.0, loss - since(stop->in_at));
  } else if (stop != nullptr && stop->in_lap == car.laps && stop->out_at) {
    part = std::max(0.0, since(*stop->out_at)) / lap;
  }
  to.progress = car.laps + std::clamp(part, 0.0, 1 - 1e-3);
}

void add_crew(const race::CarSnapshot& car, const CarMeasure& measured, Situation& to, SituationCar& of) {
  of.first_driver = to.drivers.size();
  for (const DriverMeasure& driver : measured.drivers) {
    if (of.drivers == kMostDrivers) break;
    if ((driver.id && driver.id == car.driver) || (!driver.name.empty() && driver.name == car.driver_name))
      of.driver = of.drivers;
    const double count = std::max(1, driver.pace_ms.count);
    to.drivers.push_back({.name = driver.name,
                          .pace_ms = driver.pace_ms.mean,
                          .error_ms = driver.pace_ms.spread / std::sqrt(count),
                          .owed_ms = 0,
                          .left_ms = kEver});
    ++of.drivers;
  }
  for (const timing::Driver& driver : car.entry->drivers) {
    const auto crew = std::span(to.drivers).subspan(of.first_driver, of.drivers);
    const bool known = std::ranges::find(crew, driver.name, &SituationDriver::name) != crew.end();
    if (known || of.drivers == kMostDrivers) continue;
    to.drivers.push_back(
        {.name = driver.name, .pace_ms = 0, .error_ms = kUnknownDriver * of.lap_ms, .owed_ms = 0, .left_ms = kEver});
    ++of.drivers;
  }
  double turns = 0, stints = 0;
  for (std::size_t i = 0; i < car.stints.size(); ++i) {
    const race::Stint& stint = car.stints[i];
    const bool same = i > 0 && stint.driver && stint.driver == car.stints[i - 1].driver;
    of.turn_stints = same ? of.turn_stints + 1 : 1;
    ++stints;
    if (!same) ++turns;
  }
  // As if one more turn of two stints had been seen: the first says little.
  of.usual_turn_stints = (stints + 2) / (turns + 1);
}

void add_next_stop(const NextStop& measured, Situation& to, SituationCar& of) {
  of.first_stop_lap = measured.first_lap;
  of.first_chance = to.stop_chances.size();
  of.chances = measured.chance.size();
  to.stop_chances.insert(to.stop_chances.end(), measured.chance.begin(), measured.chance.end());
}

bool runs_on(const race::CarSnapshot& car) {
  using enum race::CarState;
  return car.state != retired && car.state != finished && car.state != disqualified && car.state != not_started;
}

SituationCar car_of(const race::Snapshot& race, const race::CarSnapshot& car, const CarMeasure& measured, Situation& to) {
  SituationCar of;
  of.number = car.number();
  of.key = key_of(car.number().view());
  of.class_index = measured.class_index;
  const SituationClass& its = to.classes[of.class_index];
  of.lap_ms = measured.lap_ms.value_or(its.lap_ms);
  of.running = runs_on(car) && of.lap_ms > 0;
  of.progress = car.laps;
  if (!of.running) return of;
  of.lap_spread_ms = measured.lap_spread_ms > 0 ? measured.lap_spread_ms : kAssumedLapSpread * of.lap_ms;
  const double sample =
      measured.pace_ms ? measured.pace_ms->spread / std::sqrt(std::max(1, measured.pace_ms->count)) : 0.01 * of.lap_ms;
  of.lap_error_ms = std::hypot(sample, kDrift * of.lap_ms);
  of.degradation_ms = measured.degradation_ms.value_or(0);
  const double usual_tank = its.usual_fill_laps / its.stop_at_share.mean;
  of.tank_laps = measured.tank_laps
                     ? Spread{measured.tank_laps->mean, (measured.tank_laps->band.p90 - measured.tank_laps->band.p10) / 2.56}
                     : Spread{usual_tank, 0.05 * usual_tank};
  of.stretches = !measured.tank_told;
  of.fuel_used_laps = measured.fuel_used_laps;
  of.filled_laps = of.tank_laps.mean;
  of.trouble_per_ms = kUnplannedStopsPerHour / kHourMs;
  of.trouble_ms = kTroubleMs;
  place_on_lap(race, car, its, to.pace, of);
  if (of.lane_left_ms > 0) of.fuel_used_laps = 0;
  if (measured.standing) {
    of.gone_chance = measured.standing->gone_chance;
    of.back_in_ms = measured.standing->back_in_ms;
  }
  add_crew(car, measured, to, of);
  if (measured.next_stop) add_next_stop(*measured.next_stop, to, of);
  return of;
}

SituationCaution caution_of(const CautionMeasure& measured) {
  return {measured.pace, measured.hazard_per_hour / kHourMs, caution_length(measured.length_ms)};
}

void add_flags(const race::Snapshot& race, const Measured& measured, Situation& to) {
  to.pace = pace_of(race.flag, race.session.series);
  to.pace_since_ms = to.now_ms;
  if (to.pace != Pace::green && !race.flags.empty()) {
    to.pace_since_ms = to.now_ms - static_cast<double>((race.at - race.flags.back().from).count());
  }
  to.pace_left = measured.cautions.under_way;
  for (const CautionMeasure& kind : measured.cautions.kinds) {
    if (kind.hazard_per_hour > 0) to.cautions.push_back(caution_of(kind));
  }
  to.caution_by_part = measured.cautions.by_part;
}

}  // namespace

std::optional<std::size_t> Situation::find(const CarNumber& car) const {
  const auto found = std::ranges::find(cars, car, &SituationCar::number);
  if (found == cars.end()) return std::nullopt;
  return static_cast<std::size_t>(found - cars.begin());
}

Situation situation(const race::Snapshot& race, const RuleBook* rules, const Measured& measured) {
  Situation to;
  to.at = race.at;
  to.now_ms = ms_of(race.elapsed);
  if (race.elapsed && race.remaining) {
    to.limit_ms = to.now_ms + ms_of(race.remaining);
  } else if (race.elapsed && measured.race_length) {
    to.limit_ms = ms_of(measured.race_length);
  }
  if (!race.elapsed) {
    to.unknown_because = "the race has not started, or its start is not known";
  } else if (!to.limit_ms) {
    to.unknown_because = "neither the timing nor the rules tell how long the race is";
  } else if (to.now_ms >= *to.limit_ms || race.flag == FlagKind::chequered) {
    to.limit_ms.reset();
    to.unknown_because = "the race is over, or on its last lap";
  }
  for (const ClassMeasure& each : measured.classes) to.classes.push_back(class_of(each));
  add_flags(race, measured, to);
  for (std::size_t i = 0; i < race.cars.size() && i < measured.cars.size(); ++i) {
    SituationCar car = car_of(race, race.cars[i], measured.cars[i], to);
    car.retirement_per_ms = measured.classes[car.class_index].retirement_per_hour / kHourMs;
    to.cars.push_back(std::move(car));
  }
  to.last_tank_share = {measured.last_stint.share, measured.last_stint.spread};
  to.wet_slow_down = measured.wet_slow_down.value_or(to.wet_slow_down);
  if (rules != nullptr) apply_rules(race, *rules, to);
  return to;
}

}  // namespace stint::insight
