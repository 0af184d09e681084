#include "app/commands/simulated_strategy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/commands/pit_walls.hpp"
#include "insight/strategy/measure/tally_race.hpp"
#include "insight/strategy/score/strategy_exam.hpp"
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

// The race after its end, with the car's stops decided by `wall`; it is given the race that it may look at.
template <class MakeWall>
Result<race::SnapshotPtr> drive(std::uint64_t seed, const timing::CarNumber& car, MakeWall make_wall) {
  auto simulator = source::Simulator::create(race_plan(seed));
  if (!simulator) return std::unexpected(simulator.error());
  race::Race race;
  simulator->decide_stops(car, make_wall(race));
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
std::optional<double> gained_on(const race::CarNumber& rival, const race::CarSnapshot& other, const race::Snapshot& other_race,
                                const race::CarSnapshot& advised, const race::Snapshot& advised_race) {
  const race::CarSnapshot* before = other_race.find(rival);
  const race::CarSnapshot* after = advised_race.find(rival);
  if (before == nullptr || after == nullptr) return std::nullopt;
  const std::int32_t lap = std::min({before->laps, after->laps, other.laps, advised.laps});
  const auto behind = behind_ms(other, *before, lap), behind_then = behind_ms(advised, *after, lap);
  return behind && behind_then ? std::optional(*behind - *behind_then) : std::nullopt;
}

// Time is counted against the median rival of the class: a caution more or less makes one race longer than the other.
std::optional<PlanDuel> duel_of(std::uint64_t seed, const race::CarNumber& car, const race::Snapshot& other_race,
                                const race::Snapshot& advised_race) {
  const race::CarSnapshot* other = other_race.find(car);
  const race::CarSnapshot* advised = advised_race.find(car);
  if (other == nullptr || advised == nullptr || !other->class_position || !advised->class_position) return std::nullopt;
  std::vector<double> gained;
  for (const race::CarSnapshot& rival : other_race.cars) {
    if (rival.number() == car || rival.entry->class_name != other->entry->class_name) continue;
    if (const auto on = gained_on(rival.number(), *other, other_race, *advised, advised_race)) gained.push_back(*on);
  }
  if (gained.empty()) return std::nullopt;
  const auto middle = gained.begin() + static_cast<std::ptrdiff_t>(gained.size() / 2);
  std::ranges::nth_element(gained, middle);
  return PlanDuel{seed, static_cast<double>(*other->class_position - *advised->class_position), *middle};
}

// A car from the middle of the order, another one each time: the fast have nobody to beat, the slow nobody to lose to.
timing::CarNumber chosen_car(const race::Snapshot& last, std::uint64_t seed) {
  return last.cars[last.cars.size() / 4 + seed % (last.cars.size() / 2)].number();
}

struct DuelTerms {
  const insight::Priors& priors;
  const insight::RuleLibrary& rules;
  std::int32_t runs;
};

// One race by each of the three plans.
Result<void> fight(std::uint64_t seed, const timing::CarNumber& car, const DuelTerms& terms, SimulatedExam& exam) {
  const auto knows = [&](race::Race& race) { return WallKnows{race, car, terms.priors, terms.rules}; };
  const auto empty = drive(seed, car, [](race::Race&) { return [](const source::StopAsked&) { return false; }; });
  const auto even = drive(seed, car, [&](race::Race& race) {
    return [wall = EvenStintsWall(knows(race))](const source::StopAsked& asked) mutable { return wall.comes_in(asked); };
  });
  const auto advised = drive(seed, car, [&](race::Race& race) {
    return
        [wall = AdvisedWall(knows(race), terms.runs)](const source::StopAsked& asked) mutable { return wall.comes_in(asked); };
  });
  for (const auto* driven : {&empty, &even, &advised}) {
    if (!*driven) return std::unexpected(driven->error());
  }
  if (const auto duel = duel_of(seed, car, **empty, **advised)) exam.on_empty_tank.push_back(*duel);
  if (const auto duel = duel_of(seed, car, **even, **advised)) exam.on_even_stints.push_back(*duel);
  return {};
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

Result<SimulatedExam> examine_simulated(const SimulatedPlan& plan, const insight::RuleLibrary& rules) {
  const auto priors = learn();
  if (!priors) return std::unexpected(priors.error());
  SimulatedExam exam;
  for (std::int32_t i = 0; i < plan.races; ++i) {
    const std::uint64_t seed = plan.first_seed + static_cast<std::uint64_t>(i);
    const auto events = run_race(seed);
    if (!events) return std::unexpected(events.error());
    if (const auto fought = fight(seed, chosen_car(*last_of(*events), seed), {*priors, rules, plan.runs}, exam); !fought)
      return std::unexpected(fought.error());
    if (!plan.duels_only) {
      insight::ExamSettings settings;
      settings.runs = plan.runs;
      exam.rows += insight::examine_strategy(*events, nullptr, *priors, settings);
    }
    fmt::print(stderr, "\rsimulated race {} of {}", i + 1, plan.races);
  }
  fmt::print(stderr, "\n");
  return exam;
}

}  // namespace stint::app
