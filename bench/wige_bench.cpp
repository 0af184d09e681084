// A classification frame of 161 cars through the WIGE adapter: the first one, one in which the usual 30 rows have changed, and
// one in which all have. Reports bytes a second of frame text.
#include <benchmark/benchmark.h>

#include <string>

#include "source/live/wige/wige.hpp"
#include "source/live/wige/wige_frames.hpp"

namespace stint::bench {
namespace {

constexpr int kCars = 161;

live::wige::ClassificationText field() {
  live::wige::ClassificationText text;
  for (int car = 1; car <= kCars; ++car) {
    auto row = live::wige::row_of(std::to_string(car), "Sample", 0);
    row["POSITION"] = std::to_string(car);
    row["ISQUA"] = row["LLT"] = row["LLC"] = row["CHG"] = row["FLTS"] = row["LLTS"] = "0";
    row["ETA"] = "1778951190000";
    for (int i = 1; i <= 9; ++i) {
      const std::string n = std::to_string(i);
      row["S" + n + "TIME"] = i <= 2 ? "1:02.34" + n : "";
      row["ST" + n + "T"] = row["ST" + n + "V"] = "0";
      row["S" + n + "SPEED"] = "210.5";
    }
    text.rows.push_back(std::move(row));
  }
  return text;
}

// Each frame moves every `stride`th car by one point of the track.
void wige_frames(benchmark::State& state) {
  auto adapter = *live::kWigeSource.make({.base_url = "http://127.0.0.1:1", .series = "nls"});
  live::Reaction reaction;
  timing::Instant now = timing::instant_from_ms(live::wige::kNoonMs);
  adapter->start(now, reaction);
  auto text = field();
  const auto stride = static_cast<std::size_t>(state.range(0));
  std::size_t bytes = 0;
  int frame = 0;
  for (auto _ : state) {
    state.PauseTiming();
    now += timing::Millis{1000};
    ++frame;
    for (std::size_t car = 0; car < text.rows.size(); car += stride) {
      text.rows[car]["LASTINTERMEDIATENUMBER"] = std::to_string(frame % 2 + 1);
      text.rows[car]["LASTIMTIME"] = std::to_string(timing::count_ms(now));
      text.rows[car]["S" + std::to_string(frame % 2 + 1) + "TIME"] = "1:0" + std::to_string(frame % 10) + ".345";
    }
    const net::Frame received{
        .arrived_at = now, .kind = net::FrameKind::text, .stream = "feed", .bytes = text.at(timing::count_ms(now))};
    bytes += received.bytes.size();
    reaction = {};
    state.ResumeTiming();
    adapter->on_frame(received, reaction);
    benchmark::DoNotOptimize(reaction.events.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(wige_frames)->Arg(1)->Arg(5)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace stint::bench
