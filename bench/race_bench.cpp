// Events to state, and what a seek and a snapshot cost in a 24-hour race.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>
#include <vector>

#include "race/race.hpp"
#include "race/race_state.hpp"
#include "race_files.hpp"
#include "source/archive/archive.hpp"
#include "source/replay/playback.hpp"

namespace stint::bench {
namespace {

const std::vector<timing::Event>& race_events() {
  static const std::vector<timing::Event> events = source::read_archive(race_files())->events;
  return events;
}

void count_events(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(race_events().size()));
}

// The fold alone, as the seek uses it.
void events_to_state(benchmark::State& state) {
  const auto& events = race_events();
  for (auto _ : state) {
    race::RaceState race;
    for (const timing::Event& event : events) race.apply(event);
    benchmark::DoNotOptimize(race.latest());
  }
  count_events(state);
}
BENCHMARK(events_to_state)->Unit(benchmark::kMillisecond);

// The fold with what a live race needs: repeats found, late events put in place, keyframes kept.
void events_to_race(benchmark::State& state) {
  const auto& events = race_events();
  for (auto _ : state) {
    race::Race race;
    for (const timing::Event& event : events) race.insert(event);
    benchmark::DoNotOptimize(race.latest());
  }
  count_events(state);
}
BENCHMARK(events_to_race)->Unit(benchmark::kMillisecond);

// A snapshot of the whole race after each crossing.
void snapshot(benchmark::State& state) {
  const auto& events = race_events();
  race::Race race;
  std::size_t next = 0;
  for (auto _ : state) {
    race.insert(events[next++]);
    benchmark::DoNotOptimize(race.snapshot());
    if (next == events.size()) {
      state.PauseTiming();
      race = race::Race();
      next = 0;
      state.ResumeTiming();
    }
  }
}
BENCHMARK(snapshot)->Unit(benchmark::kMicrosecond);

void seek_anywhere(benchmark::State& state) {
  source::Playback playback(race_events());
  const auto status = playback.status();
  std::mt19937_64 random(17);
  std::uniform_int_distribution<std::int64_t> instants(status.begins.time_since_epoch().count(),
                                                       status.ends.time_since_epoch().count());
  for (auto _ : state) {
    playback.seek(timing::instant_from_ms(instants(random)));
    benchmark::DoNotOptimize(playback.snapshot());
  }
}
BENCHMARK(seek_anywhere)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace stint::bench
