#include "insight/strategy/strategist.hpp"

#include <algorithm>
#include <cmath>

#include "insight/rules/drive_duties.hpp"
#include "insight/rules/penalty_ledger.hpp"
#include "insight/strategy/decisions/decide.hpp"
#include "insight/strategy/decisions/stop_window.hpp"
#include "insight/strategy/futures/forecast.hpp"
#include "insight/strategy/measure/measure.hpp"

namespace stint::insight {
namespace {

// Laps ahead on which a stop is tried at most; a stint is 10 to 60 laps.
constexpr std::int32_t kMostTriedLaps = 20;

CarStrategy standing_of(const race::CarSnapshot& car) {
  CarStrategy of;
  of.car = car.number();
  of.class_name = car.entry->class_name;
  of.position = car.position;
  of.class_position = car.class_position;
  return of;
}

void add_measured(const CarMeasure& measured, CarStrategy& to) {
  if (measured.fuel_laps_left) {
    to.fuel_laps_left = measured.fuel_laps_left->p50;
    to.fuel_laps_band = measured.fuel_laps_left;
  }
  if (measured.tank_laps) {
    to.tank_laps = measured.tank_laps->mean;
    to.fuel_basis = measured.tank_laps->basis;
  }
  to.degradation_ms_per_lap = measured.degradation_ms;
}

// Of the two counts of the stops left: in sprints strategy decides, which earlier races tell and the futures hardly know; in
// long races either is right where the other is not (IMSA 2019 to 2022, WEC 2019 to 2021).
double futures_weight(const Measured& measured) {
  constexpr double kHour_ms = 3'600'000;
  const auto& length = measured.race_length;
  return length && is_sprint(static_cast<double>(length->count()) / kHour_ms) ? 0 : 0.5;
}

void add_rules(const race::CarSnapshot& car, const race::Snapshot& race, const RuleBook& rules, const LaneTimes& lane,
               CarStrategy& to) {
  DriverDuties duties = drive_duties(car, race, rules);
  CarPenalties owed = penalties(car, race, rules, lane);
  to.drivers = std::move(duties.drivers);
  to.penalties = std::move(owed.penalties);
  to.low_certainty = std::move(duties.low_certainty);
  for (std::string& rule : owed.low_certainty) {
    if (std::ranges::find(to.low_certainty, rule) == to.low_certainty.end()) to.low_certainty.push_back(std::move(rule));
  }
}

// The laps on which a car that must stop again can: from the lap under way to the one on which the tank is empty.
std::optional<StopTrial> trial_of(const Situation& situation, std::size_t index, const CarStrategy& of) {
  const SituationCar& car = situation.cars[index];
  if (!car.running || car.lane_left_ms > 0 || !of.next_stop_lap) return std::nullopt;
  const auto first = static_cast<std::int32_t>(car.progress) + 1;
  // Stints are whole laps: the nearest is what the tank most likely gives.
  const double left = std::max(0.0, car.filled_laps - car.fuel_used_laps);
  const auto last = std::max(first, first - 1 + static_cast<std::int32_t>(std::floor(left + 0.5)));
  StopTrial trial{.car = index, .laps = {}};
  const std::int32_t step = std::max(1, (last - first + kMostTriedLaps) / kMostTriedLaps);
  for (std::int32_t lap = last; lap >= first; lap -= step) trial.laps.push_back(lap);
  std::ranges::reverse(trial.laps);
  return trial;
}

// Open where a stop costs little beside the best lap, or can't be told from it. Of laps that can't be told apart the last is
// called the best: until then a caution may come, and nothing is lost by waiting for it. In a caution the cheapest is: that one
// will be over.
StopWindow window_of(const std::vector<StopCost>& costs, bool green) {
  constexpr double kSmallMs = 5'000, kAlikeMs = 500;
  StopWindow window;
  for (const StopCost& cost : costs) {
    window.options.push_back({cost.lap, cost.cost_ms, cost.error_ms, {}});
    if (cost.cost_ms <= (green ? std::max(kAlikeMs, cost.error_ms) : 0)) window.best = cost.lap;
    if (cost.cost_ms > std::max(kSmallMs, 2 * cost.error_ms)) continue;
    if (window.first == 0) window.first = cost.lap;
    window.last = cost.lap;
  }
  return window;
}

void add_windows(const Situation& situation, const Measured& measured, const AdviceSettings& settings, Strategy& to) {
  std::vector<StopTrial> trials;
  for (std::size_t i = 0; i < to.cars.size(); ++i) {
    const auto& wanted = settings.windows_of;
    if (!wanted.empty() && std::ranges::find(wanted, to.cars[i].car) == wanted.end()) continue;
    if (may_reach_flag(measured.cars[i])) continue;
    if (auto trial = trial_of(situation, i, to.cars[i])) trials.push_back(std::move(*trial));
  }
  PlaySettings play = settings.play;
  play.runs = settings.window_runs;
  const auto costs = try_stops(situation, play, trials);
  for (std::size_t i = 0; i < costs.size(); ++i)
    to.cars[trials[i].car].window = window_of(costs[i], situation.pace == Pace::green);
}

}  // namespace

Strategy advise(const race::Snapshot& race, const RuleBook* rules, const Priors& priors, const AdviceSettings& settings) {
  Strategy strategy;
  strategy.at = race.at;
  strategy.race_elapsed = race.elapsed;
  strategy.seed = settings.play.seed;
  strategy.measured = std::make_shared<const Measured>(measure(race, rules, priors, settings.tanks));
  const Measured& measured = *strategy.measured;
  const Situation start = situation(race, rules, measured);
  strategy.unknown_because = start.unknown_because;
  const LaneTimes lane = rules != nullptr ? lane_times(race) : LaneTimes();
  for (std::size_t i = 0; i < race.cars.size(); ++i) {
    CarStrategy car = standing_of(race.cars[i]);
    car.running = start.cars[i].running;
    if (car.running) add_measured(measured.cars[i], car);
    if (car.running && rules != nullptr) add_rules(race.cars[i], race, *rules, lane, car);
    strategy.cars.push_back(std::move(car));
  }
  const Futures futures = play(start, settings.play);
  strategy.runs = static_cast<std::int32_t>(futures.runs());
  if (futures.runs() > 0) {
    add_forecast(start, futures, strategy);
    for (std::size_t i = 0; i < strategy.cars.size(); ++i) {
      const auto& counted = measured.cars[i].stops_left;
      if (!strategy.cars[i].running || !counted) continue;
      add_counted_stops(futures.of(i), *counted, futures_weight(measured), strategy.cars[i]);
    }
  }
  if (futures.runs() > 0 && settings.window_runs > 0) add_windows(start, measured, settings, strategy);
  decide(FieldNow(race, measured), rules, strategy.cars);
  return strategy;
}

}  // namespace stint::insight
