#include <cmath>

#include "insight/strategy/futures/play_runs.hpp"

namespace stint::insight {
namespace {

// How one lap of a trial went in one future.
struct TriedLap {
  double progress = 0;
  std::int16_t class_position = 0, stops = 0;
};

std::vector<StopCost> costs_of(const StopTrial& trial, std::span<const TriedLap> tried, std::size_t runs, double lap_ms) {
  std::vector<StopCost> costs(trial.laps.size());
  std::vector<double> progress(trial.laps.size());
  const double count = static_cast<double>(runs);
  for (std::size_t i = 0; i < costs.size(); ++i) {
    costs[i].lap = trial.laps[i];
    for (const TriedLap& lap : tried.subspan(i * runs, runs)) {
      progress[i] += lap.progress / count;
      costs[i].class_position += lap.class_position / count;
      costs[i].stops += lap.stops / count;
    }
  }
  const auto best = static_cast<std::size_t>(std::ranges::max_element(progress) - progress.begin());
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const double mean = progress[best] - progress[i];
    double squares = 0;
    for (std::size_t run = 0; run < runs; ++run) {
      const double away = tried[best * runs + run].progress - tried[i * runs + run].progress - mean;
      squares += away * away;
    }
    costs[i].cost_ms = mean * lap_ms;
    costs[i].error_ms = runs > 1 ? std::sqrt(squares / (count - 1) / count) * lap_ms : 0;
  }
  return costs;
}

}  // namespace

std::vector<std::vector<StopCost>> try_stops(const Situation& situation, const PlaySettings& settings,
                                             std::span<const StopTrial> trials) {
  if (!situation.playable() || settings.runs <= 0) return {};
  const auto runs = static_cast<std::size_t>(settings.runs);
  const World world(situation, {});
  Futures futures(situation.cars.size(), runs);
  std::vector<std::vector<TriedLap>> tried;
  for (const StopTrial& trial : trials) tried.emplace_back(trial.laps.size() * runs);
  const bool all = play_runs(world, settings, [&](PlayedRace& race, std::size_t run) {
    race.play(settings.seed, run, &futures.at(0, run), runs);
    for (std::size_t which = 0; which < trials.size(); ++which) {
      const StopTrial& trial = trials[which];
      for (std::size_t i = 0; i < trial.laps.size(); ++i) {
        CarOrders orders;
        orders.stop_lap = trial.laps[i];
        const CarFuture future = race.replay(trial.car, orders);
        tried[which][i * runs + run] = {future.progress, future.class_position, future.stops};
      }
    }
  });
  std::vector<std::vector<StopCost>> costs;
  for (std::size_t which = 0; all && which < trials.size(); ++which) {
    costs.push_back(costs_of(trials[which], tried[which], runs, situation.cars[trials[which].car].lap_ms));
  }
  return costs;
}

}  // namespace stint::insight
