// What strategy costs: 62 cars with 24 hours to go, as a simulated race has them three hours after its start.
#include <benchmark/benchmark.h>

#include "insight/rules/rule_book.hpp"
#include "insight/strategy/measure/measure.hpp"
#include "insight/strategy/strategist.hpp"
#include "race/race.hpp"
#include "source/simulate/simulator.hpp"

namespace stint {
namespace {

struct DayToGo {
  DayToGo() {
    source::SimulationPlan plan;
    plan.length = std::chrono::hours{27};
    plan.cars = 62;
    plan.circuit = "aldermoor";
    plan.keep_truth = false;
    auto simulator = source::Simulator::create(plan).value();
    race::Race folded;
    while (const auto event = simulator.next()) {
      if (event->at >= plan.starts_at + std::chrono::hours{3}) break;
      folded.insert(*event);
    }
    race = folded.snapshot();
    start = insight::situation(*race, nullptr, insight::measure(*race, nullptr, {}));
  }
  race::SnapshotPtr race;
  insight::Situation start;
};

const DayToGo& day_to_go() {
  static const DayToGo day;
  return day;
}

// Whole futures on one core: items are futures.
void futures(benchmark::State& state) {
  const DayToGo& day = day_to_go();
  insight::PlaySettings settings{.runs = 100, .seed = 1, .threads = 1, .stop = {}};
  for (auto _ : state) {
    ++settings.seed;
    benchmark::DoNotOptimize(insight::play(day.start, settings));
  }
  state.SetItemsProcessed(state.iterations() * settings.runs);
}
BENCHMARK(futures)->Unit(benchmark::kMillisecond);

// Two worlds of 500 futures each, all cars changed, on one core.
void what_if(benchmark::State& state) {
  const DayToGo& day = day_to_go();
  insight::Assumptions caution;
  caution.caution = insight::CautionNow{insight::Pace::behind, 900'000, true};
  const insight::PlaySettings settings{.runs = 500, .seed = 1, .threads = 1, .stop = {}};
  for (auto _ : state) benchmark::DoNotOptimize(insight::compare(day.start, settings, caution));
}
BENCHMARK(what_if)->Unit(benchmark::kMillisecond);

// The whole answer for the field, as a served race has it worked out every 5 s: measured, played, stops tried, decided.
void refresh(benchmark::State& state) {
  const DayToGo& day = day_to_go();
  insight::AdviceSettings settings;
  settings.play = {.runs = 400, .seed = 1, .threads = 1, .stop = {}};
  for (auto _ : state) benchmark::DoNotOptimize(insight::advise(*day.race, nullptr, {}, settings));
}
BENCHMARK(refresh)->Unit(benchmark::kMillisecond);

// What of the refresh is no play: measuring and deciding.
void refresh_without_futures(benchmark::State& state) {
  const DayToGo& day = day_to_go();
  insight::AdviceSettings settings;
  settings.play = {.runs = 0, .seed = 1, .threads = 1, .stop = {}};
  settings.window_runs = 0;
  for (auto _ : state) benchmark::DoNotOptimize(insight::advise(*day.race, nullptr, {}, settings));
}
BENCHMARK(refresh_without_futures)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stint
