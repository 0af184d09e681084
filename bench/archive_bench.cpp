// Archive CSV to events: the whole way from bytes to a vector of events in order. Reports bytes a second of file text.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "race_files.hpp"
#include "source/archive/archive.hpp"
#include "source/archive/lap_file.hpp"

namespace stint::bench {
namespace {

void count_bytes(benchmark::State& state, const source::ArchiveFiles& files) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(files.laps.text.size()));
}

void csv_to_events(benchmark::State& state) {
  const source::ArchiveFiles files = race_files();
  std::size_t events = 0;
  for (auto _ : state) {
    const auto session = source::read_archive(files);
    events = session->events.size();
    benchmark::DoNotOptimize(session->events.data());
  }
  count_bytes(state, files);
  state.counters["events"] = static_cast<double>(events);
}
BENCHMARK(csv_to_events)->Unit(benchmark::kMillisecond);

void csv_to_rows(benchmark::State& state) {
  const source::ArchiveFiles files = race_files();
  for (auto _ : state) {
    source::archive::ComplaintLog complaints("laps.csv");
    const auto laps = source::archive::parse_laps(files.laps.text, complaints);
    benchmark::DoNotOptimize(laps->rows.data());
  }
  count_bytes(state, files);
}
BENCHMARK(csv_to_rows)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stint::bench
