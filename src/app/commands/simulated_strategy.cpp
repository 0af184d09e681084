#include "app/commands/simulated_strategy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "insight/strategy/measure/tally_race.hpp"
#include "insight/strategy/score/strategy_exam.hpp"
#include "insight/strategy/strategist.hpp"
#include "race/race.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::app {
namespace {

constexpr std::uint64_t kLearningSeed = 1'000'000;
constexpr std::int32_t kLearningRaces = 12;

source::SimulationPlan race_plan(std::uint64_t seed) {
  source::SimulationPlan plan;
  plan.seed = seed;
  plan.length = std::chrono::hours{3};
  plan.cars = 24;
  plan.keep_truth = false;
  return plan;
}

Result<std::vector<timing::Event>> run_race(std::uint64_t seed) {
  auto simulator = source::Simulator::create(race_plan(seed));
  if (!simulator) return std::unexpected(simulator.error());
  std::vector<timing::Event> events;
  while (auto event = simulator->next()) events.push_back(std::move(*event));
  return events;
}

race::SnapshotPtr last_of(const std::vector<timing::Event>& events) {
  race::Race race;
  race.insert_all(events);
  return race.snapshot();
}

Result<insight::Priors> learn() {
  insight::Priors priors;
  for (std::int32_t i = 0; i < kLearningRaces; ++i) {
    const auto events = run_race(kLearningSeed + static_cast<std::uint64_t>(i));
    if (!events) return std::unexpected(events.error());
    priors.add(insight::tally_race("simulated-" + std::to_string(i), *last_of(*events), nullptr, priors));
  }
  return priors;
}

// A pit wall that follows the strategist: in on the lap that its window calls the best.
class AdvisedWall {
 public:
  AdvisedWall(race::Race& race, const timing::CarNumber& car, const insight::Priors& priors, std::int32_t runs)
      : race_(race), car_(car), priors_(priors) {
    settings_.play.runs = runs;
    settings_.play.threads = 1;
    settings_.windows_of = {car};
    settings_.window_runs = runs;
  }

  bool comes_in(const source::StopAsked& asked) {
    const race::SnapshotPtr race = race_.snapshot(asked.at);
    const insight::Strategy strategy = insight::advise(*race, nullptr, priors_, settings_);
    const insight::CarStrategy* called = strategy.find(car_);
    return called != nullptr && called->window && called->window->best == asked.lap;
  }

 private:
  race::Race& race_;
  timing::CarNumber car_;
  const insight::Priors& priors_;
  insight::AdviceSettings settings_;
};

enum class Wall : std::uint8_t { fixed, advised };

// The race after its end, with one car's stops decided by `wall`.
Result<race::SnapshotPtr> drive(std::uint64_t seed, const timing::CarNumber& car, Wall wall, const insight::Priors& priors,
                                std::int32_t runs) {
  auto simulator = source::Simulator::create(race_plan(seed));
  if (!simulator) return std::unexpected(simulator.error());
  race::Race race;
  AdvisedWall advised(race, car, priors, runs);
  simulator->decide_stops(car,
                          [&](const source::StopAsked& asked) { return wall == Wall::advised && advised.comes_in(asked); });
  while (const auto event = simulator->next()) race.insert(*event);
  return race.snapshot();
}

double crossing_ms(const race::CarSnapshot& car, std::int32_t lap) {
  for (const race::LapRecord& record : car.laps_done) {
    if (record.number == lap) return static_cast<double>(record.ended_at.time_since_epoch().count());
  }
  return 0;
}

std::optional<PlanDuel> duel_of(std::uint64_t seed, const race::CarSnapshot* fixed, const race::CarSnapshot* advised) {
  if (fixed == nullptr || advised == nullptr || !fixed->class_position || !advised->class_position) return std::nullopt;
  const std::int32_t lap = std::min(fixed->laps, advised->laps);
  if (lap < 1) return std::nullopt;
  return PlanDuel{seed, static_cast<double>(*fixed->class_position - *advised->class_position),
                  crossing_ms(*fixed, lap) - crossing_ms(*advised, lap)};
}

// A car from the middle of the order, another one each time: the fast have nobody to beat, the slow nobody to lose to.
timing::CarNumber chosen_car(const race::Snapshot& last, std::uint64_t seed) {
  return last.cars[last.cars.size() / 4 + seed % (last.cars.size() / 2)].number();
}

}  // namespace

Margin margin_of(const std::vector<double>& values) {
  if (values.size() < 2) return {values.empty() ? 0 : values.front(), 0};
  const auto count = static_cast<double>(values.size());
  Margin margin;
  for (const double value : values) margin.mean += value / count;
  double squares = 0;
  for (const double value : values) squares += (value - margin.mean) * (value - margin.mean);
  constexpr double kNinetyFive = 1.96;  // standard errors
  margin.half_width = kNinetyFive * std::sqrt(squares / (count - 1) / count);
  return margin;
}

Result<SimulatedExam> examine_simulated(const SimulatedPlan& plan) {
  const auto priors = learn();
  if (!priors) return std::unexpected(priors.error());
  SimulatedExam exam;
  for (std::int32_t i = 0; i < plan.races; ++i) {
    const std::uint64_t seed = plan.first_seed + static_cast<std::uint64_t>(i);
    const auto events = run_race(seed);
    if (!events) return std::unexpected(events.error());
    const timing::CarNumber car = chosen_car(*last_of(*events), seed);
    const auto fixed = drive(seed, car, Wall::fixed, *priors, plan.runs);
    const auto advised = drive(seed, car, Wall::advised, *priors, plan.runs);
    if (!fixed || !advised) return std::unexpected(fixed ? advised.error() : fixed.error());
    if (const auto duel = duel_of(seed, (*fixed)->find(car), (*advised)->find(car))) exam.duels.push_back(*duel);
    insight::ExamSettings settings;
    settings.runs = plan.runs;
    exam.rows += insight::examine_strategy(*events, nullptr, *priors, settings);
    fmt::print(stderr, "\rsimulated race {} of {}", i + 1, plan.races);
  }
  fmt::print(stderr, "\n");
  return exam;
}

}  // namespace stint::app
