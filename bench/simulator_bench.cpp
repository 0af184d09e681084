// How fast a race is simulated: a day with 62 cars on the longest circuit.
#include <benchmark/benchmark.h>

#include "source/simulate/simulator.hpp"

namespace stint {
namespace {

void simulate_a_day(benchmark::State& state) {
  source::SimulationPlan plan;
  plan.length = std::chrono::hours{24};
  plan.cars = 62;
  plan.circuit = "aldermoor";
  plan.keep_truth = state.range(0) != 0;
  std::int64_t events = 0;
  for (auto _ : state) {
    ++plan.seed;
    auto simulator = source::Simulator::create(plan);
    if (!simulator) {
      state.SkipWithError(simulator.error().message.c_str());
      break;
    }
    while (auto event = simulator->next()) ++events;
    benchmark::DoNotOptimize(simulator->take_truth());
  }
  state.SetItemsProcessed(events);
}
BENCHMARK(simulate_a_day)->ArgName("truth")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stint
