#include "insight/strategy/futures/forecast.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "insight/strategy/measure/stop_forecast.hpp"

namespace stint::insight {
namespace {

double at_rank(std::vector<double>& sample, double share) {
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(sample.size() - 1) + 0.5);
  std::ranges::nth_element(sample, sample.begin() + rank);
  return sample[static_cast<std::size_t>(rank)];
}

std::optional<Quantiles> band_of(std::span<const CarFuture> futures, auto value, auto counts) {
  std::vector<double> sample;
  for (const CarFuture& future : futures) {
    if (counts(future)) sample.push_back(static_cast<double>(value(future)));
  }
  if (sample.empty()) return std::nullopt;
  return quantiles_of(sample);
}

// A stop that hardly any future sees has no lap.
constexpr double kHardly = 0.1;

void add_stops(std::span<const CarFuture> futures, CarStrategy& to) {
  const auto finishes = [](const CarFuture& future) { return !future.out; };
  const auto stops_again = [](const CarFuture& future) { return future.next_stop_lap > 0; };
  const auto again = static_cast<double>(std::ranges::count_if(futures, stops_again));
  if (again >= kHardly * static_cast<double>(futures.size())) {
    to.next_stop_lap = band_of(futures, [](const CarFuture& future) { return future.next_stop_lap; }, stops_again);
  }
  to.stops_left = band_of(futures, [](const CarFuture& future) { return future.stops; }, finishes);
  if (!to.stops_left) return;
  const auto home = std::ranges::count_if(futures, finishes);
  const auto same = std::ranges::count_if(
      futures, [&](const CarFuture& future) { return !future.out && future.stops == std::lround(to.stops_left->p50); });
  to.stops_left_probability = static_cast<double>(same) / static_cast<double>(home);
}

void add_places(std::span<const CarFuture> futures, std::size_t class_size, CarStrategy& to) {
  const double one = 1 / static_cast<double>(futures.size());
  double mean = 0;
  to.finish_odds.assign(class_size, 0);
  for (const CarFuture& future : futures) {
    mean += future.class_position * one;
    if (future.out) {
      to.out_odds += one;
    } else {
      to.finish_odds[static_cast<std::size_t>(future.class_position - 1)] += one;
    }
  }
  to.mean_finish_class_position = mean;
  const auto every = [](const CarFuture&) { return true; };
  to.finish_class_position = band_of(futures, [](const CarFuture& future) { return future.class_position; }, every);
  to.finish_elapsed_ms = band_of(
      futures, [](const CarFuture& future) { return future.finish_ms; }, [](const CarFuture& future) { return !future.out; });
  to.win_odds = to.finish_odds[0];
  to.podium_odds = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, class_size); ++i) *to.podium_odds += to.finish_odds[i];
}

void add_winner(const Situation& situation, const Futures& futures, Strategy& to) {
  std::vector<double> finish, laps;
  for (std::size_t run = 0; run < futures.runs(); ++run) {
    for (std::size_t car = 0; car < situation.cars.size(); ++car) {
      const CarFuture& future = futures.at(car, run);
      if (future.position != 1) continue;
      finish.push_back(future.finish_ms);
      laps.push_back(future.laps);
    }
  }
  if (finish.empty()) return;
  to.finish_elapsed_ms = quantiles_of(finish);
  to.leader_laps = quantiles_of(laps);
}

}  // namespace

void add_counted_stops(std::span<const CarFuture> futures, const StopsLeft& counted, double weight, CarStrategy& to) {
  const auto home = static_cast<double>(std::ranges::count_if(futures, [](const CarFuture& future) { return !future.out; }));
  if (home <= 0) return;
  std::vector<double> chance(counted.chance);
  for (double& each : chance) each *= 1 - weight;
  for (const CarFuture& future : futures) {
    if (future.out) continue;
    const auto stops = static_cast<std::size_t>(future.stops);
    if (chance.size() <= stops) chance.resize(stops + 1, 0.0);
    chance[stops] += weight / home;
  }
  to.stops_left = Quantiles{whole_quantile(chance, 1, 0.1), whole_quantile(chance, 1, 0.5), whole_quantile(chance, 1, 0.9)};
  to.stops_left_probability = chance.at(static_cast<std::size_t>(to.stops_left->p50));
}

Quantiles quantiles_of(std::vector<double>& sample) {
  return {at_rank(sample, 0.1), at_rank(sample, 0.5), at_rank(sample, 0.9)};
}

void add_forecast(const Situation& situation, const Futures& futures, Strategy& to) {
  std::vector<std::size_t> class_size(situation.classes.size());
  for (const SituationCar& car : situation.cars) ++class_size[car.class_index];
  for (std::size_t i = 0; i < situation.cars.size(); ++i) {
    const SituationCar& car = situation.cars[i];
    if (!car.running) continue;
    add_stops(futures.of(i), to.cars[i]);
    add_places(futures.of(i), class_size[car.class_index], to.cars[i]);
  }
  add_winner(situation, futures, to);
}

}  // namespace stint::insight
