// Forecasts at half distance of simulated races, held against how these ended.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "insight/strategy/strategist.hpp"
#include "race_at.hpp"
#include "source/simulate/simulated_race.hpp"

namespace stint {
namespace {

// Said of one car, and what came.
struct Outcome {
  double win = 0, podium = 0, mean_place = 0;
  double place_now = 0;
  double stops = 0;
  int place = 0;
  int stops_made = 0;
  bool out = false;
};

void examine(std::uint64_t seed, std::vector<Outcome>& outcomes) {
  const source::SimulatedRace simulated = source::simulate(source::plan_of(seed, std::chrono::hours{3}, 24));
  const timing::Instant start = source::plan_of(seed, std::chrono::hours{3}, 24).starts_at;
  const auto now = race_at(simulated.events, start + std::chrono::minutes{90});
  const auto end = race_at(simulated.events, simulated.events.back().at);
  insight::AdviceSettings settings;
  settings.play.runs = 500;
  settings.window_runs = 0;
  const insight::Strategy strategy = insight::advise(*now, nullptr, {}, settings);
  for (const insight::CarStrategy& car : strategy.cars) {
    const race::CarSnapshot* last = end->find(car.car);
    if (!car.win_odds || !last->class_position || !car.class_position) continue;
    outcomes.push_back({.win = *car.win_odds,
                        .podium = *car.podium_odds,
                        .mean_place = *car.mean_finish_class_position,
                        .place_now = static_cast<double>(*car.class_position),
                        .stops = car.stops_left->p50,
                        .place = *last->class_position,
                        .stops_made = last->stops - now->find(car.car)->stops,
                        .out = last->state == timing::CarState::retired});
  }
}

const std::vector<Outcome>& outcomes() {
  static const std::vector<Outcome> all = [] {
    std::vector<Outcome> made;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) examine(seed, made);
    return made;
  }();
  return all;
}

// Mean square of odds against what came.
double brier(auto odds, auto came) {
  double sum = 0;
  for (const Outcome& outcome : outcomes()) sum += std::pow(odds(outcome) - (came(outcome) ? 1.0 : 0.0), 2);
  return sum / static_cast<double>(outcomes().size());
}

// Odds between two bounds must come true as often as they say, within three standard errors.
void expect_reliable(double from, double to, auto odds, auto came) {
  double said = 0, true_ones = 0, count = 0;
  for (const Outcome& outcome : outcomes()) {
    if (odds(outcome) < from || odds(outcome) >= to) continue;
    said += odds(outcome);
    true_ones += came(outcome) ? 1 : 0;
    ++count;
  }
  if (count < 15) return;
  const double mean = said / count;
  const double error = std::sqrt(std::max(0.01, mean * (1 - mean)) / count);
  EXPECT_NEAR(true_ones / count, mean, 0.05 + 3 * error) << from << " to " << to << ": " << count << " cars";
}

bool wins(const Outcome& outcome) { return outcome.place == 1; }
bool is_on_podium(const Outcome& outcome) { return outcome.place <= 3; }

TEST(SimulatedForecast, OddsComeTrueAsOftenAsTheySay) {
  const std::array bounds{0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.01};
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    expect_reliable(bounds[i], bounds[i + 1], [](const Outcome& o) { return o.win; }, wins);
    expect_reliable(bounds[i], bounds[i + 1], [](const Outcome& o) { return o.podium; }, is_on_podium);
  }
}

TEST(SimulatedForecast, OddsBeatTheRunningOrder) {
  const double ours = brier([](const Outcome& o) { return o.win; }, wins);
  const double order = brier([](const Outcome& o) { return o.place_now == 1 ? 1.0 : 0.0; }, wins);
  EXPECT_LT(ours, 0.9 * order);
}

TEST(SimulatedForecast, PlacesBeatTheRunningOrder) {
  double ours = 0, order = 0;
  for (const Outcome& outcome : outcomes()) {
    if (outcome.out) continue;
    ours += std::abs(outcome.mean_place - outcome.place);
    order += std::abs(outcome.place_now - outcome.place);
  }
  EXPECT_LT(ours, order);
}

TEST(SimulatedForecast, StopsLeftAreMostlyExact) {
  double exact = 0, count = 0, bias = 0;
  for (const Outcome& outcome : outcomes()) {
    if (outcome.out) continue;
    exact += outcome.stops == outcome.stops_made ? 1 : 0;
    bias += outcome.stops - outcome.stops_made;
    ++count;
  }
  EXPECT_GT(exact / count, 0.6);
  EXPECT_LT(std::abs(bias / count), 0.25);
}

}  // namespace
}  // namespace stint
