// What watching for anomalies costs an event, the field's own fold included: a simulated day with 62 cars.
#include <benchmark/benchmark.h>

#include "insight/anomaly/anomaly_watch.hpp"
#include "source/simulate/simulated_race.hpp"

namespace {

using namespace stint;

const std::vector<timing::Event>& day() {
  static const std::vector<timing::Event> events =
      source::simulate(source::plan_of(24, std::chrono::hours{24}, 62, "aldermoor")).events;
  return events;
}

void watch_day(benchmark::State& state) {
  std::size_t told = 0;
  for (auto _ : state) {
    insight::AnomalyWatch watch;
    for (const timing::Event& event : day()) watch.apply(event);
    told += watch.anomalies().size();
  }
  benchmark::DoNotOptimize(told);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(day().size()));
}
BENCHMARK(watch_day)->Unit(benchmark::kMillisecond);

}  // namespace
