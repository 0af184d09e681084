// A 24-hour race's events as text and into the database: what `stint import`, `stint export` and a start from a log cost.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "store/event_log.hpp"
#include "timing/event_ndjson.hpp"
#include "timing/ndjson_log.hpp"

namespace stint::bench {
namespace {

constexpr int kCars = 62;
constexpr int kLaps = 310;  // with three sectors each: 76,880 events

std::vector<timing::Event> whole_race() {
  std::vector<timing::Event> events;
  for (int lap = 1; lap <= kLaps; ++lap) {
    for (int car = 1; car <= kCars; ++car) {
      const timing::CarNumber number(std::to_string(car));
      std::int64_t at = 1'700'000'000'000 + lap * 210'000LL + car * 2311LL;
      for (int sector = 1; sector <= 3; ++sector) {
        at += 70'000;
        events.push_back({timing::instant_from_ms(at), 0, timing::Sector{number, lap, sector, timing::Millis{70'000 + car}}});
      }
      timing::Lap done{.car = number, .lap = lap, .time = timing::Millis{210'000 + car}};
      done.driver = timing::DriverId(std::to_string(1 + lap / 40 % 3));
      done.flag = timing::FlagKind::green;
      done.top_speed_kph = 331.4;
      events.push_back({timing::instant_from_ms(at), 0, done});
    }
  }
  return events;
}

std::string text_of(const std::vector<timing::Event>& events) {
  std::string text;
  for (const auto& event : events) timing::append_ndjson(event, text);
  return text;
}

void count_events(benchmark::State& state, std::size_t events) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events));
}

void write_text(benchmark::State& state) {
  const auto events = whole_race();
  for (auto _ : state) benchmark::DoNotOptimize(text_of(events));
  count_events(state, events.size());
}
BENCHMARK(write_text)->Unit(benchmark::kMillisecond);

void read_text(benchmark::State& state) {
  const auto events = whole_race();
  const std::string text = text_of(events);
  for (auto _ : state) {
    if (timing::read_ndjson_log(std::string_view(text)).events.size() != events.size()) state.SkipWithError("events were lost");
  }
  count_events(state, events.size());
}
BENCHMARK(read_text)->Unit(benchmark::kMillisecond);

// Each iteration in a new database, which is made and removed off the clock.
void append_race(benchmark::State& state) {
  auto events = whole_race();
  for (auto _ : state) {
    state.PauseTiming();
    std::string folder = (std::filesystem::temp_directory_path() / "stint-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return state.SkipWithError("no temporary folder");
    auto log = store::EventLog::open(folder + "/racing.db");
    if (!log || !log->create_session("race", "")) return state.SkipWithError("no database");
    state.ResumeTiming();
    if (!log->append("race", events)) state.SkipWithError("not appended");
    state.PauseTiming();
    std::filesystem::remove_all(folder);
    state.ResumeTiming();
  }
  count_events(state, events.size());
}
BENCHMARK(append_race)->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace stint::bench
