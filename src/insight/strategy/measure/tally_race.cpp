#include "insight/strategy/measure/tally_race.hpp"

#include <algorithm>

#include "insight/rules/rule.hpp"
#include "insight/strategy/measure/caution_time.hpp"
#include "insight/strategy/measure/class_samples.hpp"
#include "insight/strategy/measure/measured_race.hpp"
#include "insight/strategy/measure/race_distance.hpp"
#include "insight/strategy/measure/race_pace.hpp"
#include "insight/strategy/measure/standing_car.hpp"

namespace stint::insight {
namespace {

constexpr double kTallyHourMs = 3'600'000;
constexpr double kUsualStop_ms = 60'000;  // where no stop has been timed yet
// Freaks do not belong into sums that others build on: what lies outside the middle 96 % is left out.
constexpr double kTrim = 0.02;

void add_trimmed(Tally& tally, const std::vector<double>& values) {
  if (values.empty()) return;
  const double low = quantile_of(values, kTrim), high = quantile_of(values, 1 - kTrim);
  for (const double value : values) {
    if (value >= low && value <= high) tally.add(value);
  }
}

void tally_cautions(const RaceReading& race, RaceTally& tally) {
  if (!race.flags_known || !race.start) return;
  const double end_h = static_cast<double>((race.race->at - *race.start).count()) / kTallyHourMs;
  std::array<double, kRaceParts> hours{std::min(1.0, end_h), std::max(0.0, end_h - 2), std::clamp(end_h - 1, 0.0, 1.0)};
  for (const CautionReading& caution : race.cautions) {
    const double from_h = static_cast<double>((caution.from - *race.start).count()) / kTallyHourMs;
    const double length_ms = static_cast<double>((caution.until.value_or(race.race->at) - caution.from).count());
    const std::size_t part = race_part(from_h, end_h);
    hours[part] = std::max(0.0, hours[part] - length_ms / kTallyHourMs);
    // The formation laps behind the safety car are no caution.
    if (from_h < 0.01) continue;
    CautionTally& kind = tally.cautions[static_cast<std::size_t>(caution.pace)];
    kind.begun[part] += 1;
    if (caution.until) kind.length_ms.add(length_ms);
  }
  tally.green_hours = hours;
}

void tally_class(const MeasuredRace& race, std::size_t c, RaceTally& tally) {
  const ClassReading& of = race.reading.classes[c];
  ClassTally group;
  group.key = class_key(of.name);
  group.lap_ms = of.lap_ms;
  for (const CarReading& car : race.reading.cars) {
    if (car.class_index != c) continue;
    if (car.car->elapsed) group.car_hours += static_cast<double>(car.car->elapsed->count()) / kTallyHourMs;
    group.retirements += !car.laps.empty() && !ran_to(race.reading.race->at, *car.car) ? 1 : 0;
  }
  const ClassSamples samples = sample_class(race.reading, race.stints, race.tanks, c, race.yellow_burn[c]);
  for (std::size_t pace = 0; pace < kPaces; ++pace) {
    add_trimmed(group.of(pit_loss_fact(static_cast<Pace>(pace))), samples.pit_loss[pace]);
    add_trimmed(group.of(lane_fact(static_cast<Pace>(pace))), samples.lane[pace]);
    if (pace > 0) add_trimmed(group.of(slow_down_fact(static_cast<Pace>(pace))), samples.slow_down[pace]);
  }
  for (std::size_t kind = 0; kind < kServices; ++kind) {
    add_trimmed(group.of(service_fact(static_cast<Service>(kind))), samples.services[kind]);
  }
  add_trimmed(group.of(ClassFact::in_lap), samples.in_lap);
  add_trimmed(group.of(ClassFact::out_lap), samples.out_lap);
  add_trimmed(group.of(ClassFact::stop_at_share), samples.stop_at_share);
  const auto noise = robust_measure(samples.lap_noise, Basis::race_class);
  if (noise) group.of(ClassFact::lap_spread).add(noise->spread);
  if (samples.fuel_time) group.of(ClassFact::fuel_time).add(samples.fuel_time->mean);
  const Tank& tank = race.tanks.of_class(c);
  // Where many ran the tank down it is known best; a sprint between cautions tells little.
  constexpr int kMostStints = 20;
  for (int i = 0; i < std::min(tank.stints, kMostStints); ++i) group.of(ClassFact::tank).add(tank.laps * of.lap_ms);
  for (const FuelStint& stint : race.stints) {
    const double laps = stint.green_laps(race.yellow_burn[c]);
    const bool counts = race.reading.cars[stint.car].class_index == c && stint.ended_green && laps > tank.laps / 2;
    if (counts) group.of(ClassFact::usual_stint).add(laps * of.lap_ms);
  }
  if (race.yellow_seen[c]) group.of(ClassFact::yellow_burn).add(race.yellow_seen[c]->mean);
  const ClassLapPace pace = measure_pace(race.reading, c);
  if (pace.degradation_ms) group.of(ClassFact::degradation).add(pace.degradation_ms->mean);
  tally.classes.push_back(std::move(group));
}

// Counts every crossing of the line: did the car come in, and in which state was it?
void tally_habits(const MeasuredRace& race, const EarlierRaces& earlier, std::optional<race::Millis> length,
                  StopHabits& habits) {
  const RaceReading& reading = race.reading;
  TankBook tanks = empty_tanks(reading);
  for (std::size_t c = 0; c < reading.classes.size(); ++c) tanks.expect(c, expected_tank(earlier, reading.classes[c]));
  const CautionTime ahead = caution_time(earlier.cautions());
  const LastStint last = last_stint(length ? std::optional(static_cast<double>(length->count()) / kTallyHourMs) : std::nullopt);
  walk_fuel(reading, race.yellow_burn, length, tanks, [&](const FuelCrossing& crossing) {
    const RacedLap& lap = crossing.lap;
    const StopReading* stop = crossing.stop;
    if (crossing.tank.laps <= 0 || lap.number < 2 || (stop != nullptr && stop->red_flag)) return;
    if (!reading.flags_known && lap.slow > 0.5) return;
    habits.drive_through.chances += 1;
    const bool through = stop != nullptr && stop->service == Service::drive_through;
    if (through) habits.drive_through.stops += 1;
    std::optional<double> to_go;
    if (length && reading.start && lap.usual_ms > 0) {
      const double left = static_cast<double>((*reading.start + *length - lap.ended_at).count());
      LapsAhead laps{lap.usual_ms, crossing.tank.laps, std::max(0.0, crossing.tank.laps - crossing.used), kUsualStop_ms};
      laps.lost_ms = neutralised_ms(ahead, left) * (1 - 1 / ahead.slow_down);
      to_go = laps_until_flag(std::max(0.0, left), laps);
    }
    const StopNeed need = stop_need(crossing.used, crossing.tank.laps, last.share * crossing.tank.laps, to_go);
    const double came = stop != nullptr && !through ? 1 : 0;
    if (crossing.caution_laps > 0) {
      auto& states = habits.caution[caution_need(need)];
      const std::size_t bin = caution_fuel_bin(crossing.used, crossing.tank.laps);
      states[caution_state(crossing.caution_laps, crossing.since_open)][bin] += {came, 1};
      // Asked later in the lap, the opening was known.
      if (crossing.open_here) states[caution_state(0, 0)][bin] += {came, 1};
    } else {
      StopCount& count = habits.green[static_cast<std::size_t>(need)][fuel_bin(crossing.used, crossing.tank.usual)];
      count += {came, 1 / fuel_scale(crossing.tank.usual)};
    }
  });
}

}  // namespace

RaceTally tally_race(const std::string& id, const race::Snapshot& race, const RuleBook* rules, const Priors& earlier) {
  RaceTally tally;
  tally.id = id;
  tally.series = race.session.series;
  tally.circuit = circuit_key(race.session);
  tally.season = season_of(race.session);
  if (race.elapsed) tally.length_h = static_cast<double>(race.elapsed->count()) / kTallyHourMs;
  const auto length = race_length(race, rules);
  const EarlierRaces others(earlier, race.session, rules, length);
  const MeasuredRace read = read_with(race, others, rules, length);
  tally_cautions(read.reading, tally);
  for (std::size_t c = 0; c < read.reading.classes.size(); ++c) tally_class(read, c, tally);
  tally_habits(read, others, length, tally.habits);
  return tally;
}

Priors learn_priors(std::span<const FinishedRace> races, const std::function<void(std::string_view, double)>& progress) {
  constexpr std::size_t kPasses = 2;
  Priors known;
  for (std::size_t pass = 0; pass < kPasses; ++pass) {
    Priors learnt;
    for (std::size_t i = 0; i < races.size(); ++i) {
      const FinishedRace& race = races[i];
      progress("tallying " + race.id,
               static_cast<double>(pass * races.size() + i) / static_cast<double>(kPasses * races.size()));
      learnt.add(tally_race(race.id, *race.race, race.rules.empty() ? nullptr : &race.rules, known));
    }
    known = std::move(learnt);
  }
  return known;
}

}  // namespace stint::insight
