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

// How much later than the rival the car ended a lap; nullopt if one of them has not.
std::optional<double> behind_ms(const race::CarSnapshot& car, const race::CarSnapshot& rival, std::int32_t lap) {
  const auto end_of = [&](const race::CarSnapshot& of) -> std::optional<race::Instant> {
    for (const race::LapRecord& record : of.laps_done) {
      if (record.number == lap) return record.ended_at;
    }
    return std::nullopt;
  };
  const auto own = end_of(car), his = end_of(rival);
  return own && his ? std::optional(static_cast<double>((*own - *his).count())) : std::nullopt;
}

// What the advised plan gained on a rival, by the last lap that all four of them ended.
std::optional<double> gained_on(const race::CarNumber& rival, const race::CarSnapshot& fixed, const race::Snapshot& fixed_race,
                                const race::CarSnapshot& advised, const race::Snapshot& advised_race) {
  const race::CarSnapshot* before = fixed_race.find(rival);
  const race::CarSnapshot* after = advised_race.find(rival);
  if (before == nullptr || after == nullptr) return std::nullopt;
  const std::int32_t lap = std::min({before->laps, after->laps, fixed.laps, advised.laps});
  const auto behind = behind_ms(fixed, *before, lap), behind_then = behind_ms(advised, *after, lap);
  return behind && behind_then ? std::optional(*behind - *behind_then) : std::nullopt;
}

// Time is counted against the median rival of the class: a caution more or less makes one race longer than the other.
std::optional<PlanDuel> duel_of(std::uint64_t seed, const race::CarNumber& car, const race::Snapshot& fixed_race,
                                const race::Snapshot& advised_race) {
  const race::CarSnapshot* fixed = fixed_race.find(car);
  const race::CarSnapshot* advised = advised_race.find(car);
  if (fixed == nullptr || advised == nullptr || !fixed->class_position || !advised->class_position) return std::nullopt;
  std::vector<double> gained;
  for (const race::CarSnapshot& rival : fixed_race.cars) {
    if (rival.number() == car || rival.entry->class_name != fixed->entry->class_name) continue;
    if (const auto on = gained_on(rival.number(), *fixed, fixed_race, *advised, advised_race)) gained.push_back(*on);
  }
  if (gained.empty()) return std::nullopt;
  const auto middle = gained.begin() + static_cast<std::ptrdiff_t>(gained.size() / 2);
  std::ranges::nth_element(gained, middle);
  return PlanDuel{seed, static_cast<double>(*fixed->class_position - *advised->class_position), *middle};
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
    if (const auto duel = duel_of(seed, car, **fixed, **advised)) exam.duels.push_back(*duel);
    insight::ExamSettings settings;
    settings.runs = plan.runs;
    exam.rows += insight::examine_strategy(*events, nullptr, *priors, settings);
    fmt::print(stderr, "\rsimulated race {} of {}", i + 1, plan.races);
  }
  fmt::print(stderr, "\n");
  return exam;
}

}  // namespace stint::app
