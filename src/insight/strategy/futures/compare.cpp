#include <algorithm>
#include <cmath>

#include "insight/strategy/futures/play_runs.hpp"

namespace stint::insight {
namespace {

Result<void> check(const Situation& situation, const Assumptions& assumptions) {
  if (!situation.playable()) return fail(ErrorCode::bad_argument, situation.unknown_because);
  for (const CarAssumption& assumption : assumptions.cars) {
    const auto index = situation.find(assumption.car);
    if (!index) return fail(ErrorCode::unknown_car, "no car " + assumption.car.str() + " in the race");
    const SituationCar& car = situation.cars[*index];
    if (!car.running) return fail(ErrorCode::bad_argument, "car " + assumption.car.str() + " runs no more");
    if (!assumption.driver) continue;
    const auto crew = std::span(situation.drivers).subspan(car.first_driver, car.drivers);
    if (std::ranges::find(crew, *assumption.driver, &SituationDriver::name) == crew.end()) {
      return fail(ErrorCode::bad_argument, "no driver '" + *assumption.driver + "' of car " + assumption.car.str());
    }
  }
  return {};
}

MeanDifference difference(std::span<const CarFuture> with, std::span<const CarFuture> without, auto value) {
  const double count = static_cast<double>(with.size());
  MeanDifference result;
  for (std::size_t i = 0; i < with.size(); ++i) result.mean += (value(with[i]) - value(without[i])) / count;
  double squares = 0;
  for (std::size_t i = 0; i < with.size(); ++i) {
    const double away = value(with[i]) - value(without[i]) - result.mean;
    squares += away * away;
  }
  if (with.size() > 1) result.error = std::sqrt(squares / (count - 1) / count);
  return result;
}

Spread mean_and_spread(std::span<const CarFuture> futures, auto value) {
  const double count = static_cast<double>(futures.size());
  double sum = 0, squares = 0;
  for (const CarFuture& future : futures) {
    sum += value(future);
    squares += value(future) * value(future);
  }
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

CarComparison compare_car(const SituationCar& car, std::span<const CarFuture> without, std::span<const CarFuture> with) {
  const auto place = [](const CarFuture& future) { return static_cast<double>(future.class_position); };
  const auto wins = [](const CarFuture& future) { return future.class_position == 1 && !future.out ? 1.0 : 0.0; };
  const auto podium = [](const CarFuture& future) { return future.class_position <= 3 && !future.out ? 1.0 : 0.0; };
  CarComparison result;
  result.car = car.number;
  result.class_position_without = mean_and_spread(without, place);
  result.class_position_with = mean_and_spread(with, place);
  result.win_odds_without = mean_and_spread(without, wins).mean;
  result.win_odds_with = mean_and_spread(with, wins).mean;
  result.podium_odds_without = mean_and_spread(without, podium).mean;
  result.podium_odds_with = mean_and_spread(with, podium).mean;
  result.class_position = difference(with, without, place);
  result.time_ms = difference(with, without, [&](const CarFuture& future) { return -future.progress * car.lap_ms; });
  result.stops = difference(with, without, [](const CarFuture& future) { return static_cast<double>(future.stops); });
  result.win_odds = difference(with, without, wins);
  result.podium_odds = difference(with, without, podium);
  return result;
}

// The cars that something is assumed of, again in the same races.
bool play_again(const Situation& situation, const PlaySettings& settings, const Assumptions& assumptions, Futures& without,
                Futures& with) {
  const World usual(situation, {}), changed(situation, assumptions);
  std::vector<std::size_t> cars;
  for (const CarAssumption& assumption : assumptions.cars) cars.push_back(*situation.find(assumption.car));
  const std::size_t runs = without.runs();
  return play_runs(usual, settings, [&](PlayedRace& race, std::size_t run) {
    race.play(settings.seed, run, &without.at(0, run), runs);
    for (std::size_t car = 0; car < situation.cars.size(); ++car) with.at(car, run) = without.at(car, run);
    for (const std::size_t car : cars) with.at(car, run) = race.replay(car, changed.orders[car]);
    race.rank(&with.at(0, run), runs);
  });
}

}  // namespace

Result<Comparison> compare(const Situation& situation, const PlaySettings& settings, const Assumptions& assumptions) {
  if (const auto checked = check(situation, assumptions); !checked) return std::unexpected(checked.error());
  if (settings.runs <= 0) return fail(ErrorCode::bad_argument, "the number of runs must be at least 1");
  const auto runs = static_cast<std::size_t>(settings.runs);
  Futures without(situation.cars.size(), runs), with(situation.cars.size(), runs);
  if (assumptions.caution || assumptions.rain) {
    without = play(situation, settings);
    with = play(situation, settings, assumptions);
  } else {
    (void)play_again(situation, settings, assumptions, without, with);
  }
  if (settings.stop.stop_requested()) return fail(ErrorCode::bad_argument, "it was stopped before the end");
  Comparison comparison;
  comparison.runs = settings.runs;
  for (std::size_t i = 0; i < situation.cars.size(); ++i) {
    if (situation.cars[i].running) comparison.cars.push_back(compare_car(situation.cars[i], without.of(i), with.of(i)));
  }
  return comparison;
}

}  // namespace stint::insight
