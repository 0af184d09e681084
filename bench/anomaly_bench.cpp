// What watching for anomalies costs an event, the field's own fold included: a simulated day with 62 cars.
#include <benchmark/benchmark.h>

#include "insight/anomaly/anomaly_watch.hpp"
#include "simulated_day.hpp"

namespace {

using namespace stint;

void watch_day(benchmark::State& state) {
  std::size_t told = 0;
  for (auto _ : state) {
    insight::AnomalyWatch watch;
    for (const timing::Event& event : bench::simulated_day()) watch.apply(event);
    told += watch.anomalies().size();
  }
  benchmark::DoNotOptimize(told);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(bench::simulated_day().size()));
}
BENCHMARK(watch_day)->Unit(benchmark::kMillisecond);

}  // namespace
