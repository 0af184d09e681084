// Items of Griiip's hub per second on one core: texts as they come, with their JSON, into events.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "source/live/griiip/griiip.hpp"
#include "timing/instant.hpp"

namespace {

using namespace stint;

constexpr int kCars = 62;
constexpr int kLaps = 200;

std::string participants() {
  std::string list;
  for (int car = 1; car <= kCars; ++car) {
    list += (car == 1 ? "" : ",") + std::string(R"({"pid":)") + std::to_string(400100 + car) + R"(,"carNumber":")" +
            std::to_string(car) + R"(","classId":"LMP2","teamName":"TEAM","currentDriverId":"1"})";
  }
  return list;
}

std::string stamp(int second) {
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return "2026-06-13T" + two(14 + second / 3600 % 10) + ":" + two(second / 60 % 60) + ":" + two(second % 60) + ".7309842+00:00";
}

// One text a car and lap: a batch of a crossing, a lap and an official rank.
std::vector<std::string> texts() {
  std::vector<std::string> all;
  for (int lap = 1; lap <= kLaps; ++lap) {
    for (int car = 1; car <= kCars; ++car) {
      const std::string pid = R"("sid":18130,"pid":)" + std::to_string(400100 + car);
      const std::string number = std::to_string(lap);
      const std::string at =
          R"("ts":")" + stamp(lap * 150 + car) + R"(","elapsedTimeMillis":)" + std::to_string(lap * 150000) + ",";
      const auto sector = [&](int index) {
        return R"({"channel":"sector-cross-updates","view":{"sectors":[{"sectorNumber":)" + std::to_string(index) +
               R"(,"lapNumber":)" + number + R"(,"sectorTimeMillis":50000,"isValid":true,"color":"Gray",)" + at + pid +
               R"(}],"ranks":{"items":[{"overallPosition":)" + std::to_string(car) + R"(,"position":)" + std::to_string(car) +
               R"(,"isDeleted":false,"lapNumber":)" + number + "," + pid + R"(}]},"gaps":{"items":[{"gapToFirstMillis":)" +
               std::to_string(car * 1000 + lap) + R"(,"gapToFirstLaps":0,"isDeleted":false,)" + pid + "}]}}},";
      };
      all.push_back(R"({"type":1,"target":"ReceiveBatch","arguments":[{"items":[)" + sector(1) + sector(2) +
                    R"({"channel":"laps","view":{"sessionPart":1,"lapNumber":)" + number +
                    R"(,"lapTimeMillis":150000,"isValid":true,"color":"Gray",)" + at + pid +
                    R"(}},{"channel":"official-rank","view":{"position":)" + std::to_string(car) + R"(,"gapToFirstMillis":)" +
                    std::to_string(car * 1000 + lap) + R"(,"gapToFirstLaps":0,)" + at + pid + "}}]}]}\x1e");
    }
  }
  return all;
}

constexpr int kItemsPerText = 4;

void BM_GriiipItems(benchmark::State& state) {
  const std::vector<std::string> frames = texts();
  const auto now = timing::instant_from_ms(1'781'364'600'000);
  std::int64_t items = 0;
  std::size_t events = 0;
  for (auto _ : state) {
    state.PauseTiming();
    live::AdapterOptions options;
    options.base_url = "http://mock.example";
    const auto adapter = live::kGriiipSource.make(options);
    live::Reaction reaction;
    (*adapter)->start(now, reaction);
    const auto answer = [&](const char* stream, std::string body) {
      (*adapter)->on_frame(
          {.arrived_at = now, .kind = net::FrameKind::response, .stream = stream, .status = 200, .bytes = std::move(body)},
          reaction);
    };
    answer("schedule", R"([{"sid":18130,"seriesId":10,"domain":"RealWorld","isStarted":true}])");
    answer("bootstrap",
           R"({"sessionInfo":{"isStarted":true,"startTime":"2026-06-13T14:00:00Z"},"participants":[)" + participants() + "]}");
    net::Frame frame{.arrived_at = now, .kind = net::FrameKind::text, .stream = "hub"};
    state.ResumeTiming();
    for (const std::string& text : frames) {
      frame.bytes = text;
      (*adapter)->on_frame(frame, reaction);
      events += reaction.events.size();
      reaction = {};
    }
    items += static_cast<std::int64_t>(frames.size()) * kItemsPerText;
  }
  benchmark::DoNotOptimize(events);
  state.SetItemsProcessed(items);
}
BENCHMARK(BM_GriiipItems)->Unit(benchmark::kMillisecond);

}  // namespace
