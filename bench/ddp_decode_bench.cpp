// How many DDP `changed` messages the Al Kamel adapter decodes a second, on one core, frames in and events out.
//
// The mix is what a race of 60 cars sends: of 100 messages 70 are standings, each whole (60 cars, about 45 kB in its SockJS
// frame) with three cars that differ (a loop passed, a sector ended), 15 session_status (270 bytes), 8 session_pit_info (60
// cars, 6 kB), 5 weather (150 bytes) and 2 race_control (a log of 100 messages, 10 kB). `items` is messages, `bytes` what came
// in.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "source/live/alkamel/alkamel_adapter.hpp"
#include "source/live/alkamel/sockjs.hpp"

namespace {

using namespace stint;
using live::alkamel::AlkamelAdapter;

constexpr std::int64_t kStart = 1'785'161'400'000;
constexpr int kCars = 60;
constexpr int kLoops = 8;
constexpr std::int64_t kLapMs = 80'000;
constexpr int kLoopsPerMessage = 3;  // cars that pass a loop between two messages

std::string said(std::string_view collection, const std::string& fields) {
  return "a" + live::alkamel::sockjs_text(R"({"msg":"changed","collection":")" + std::string(collection) +
                                          R"(","id":"6a1b00000000000000000033","fields":{)" + fields + "}}");
}

std::string loops_text(int count) {
  std::string text;
  for (int loop = 1; loop <= count; ++loop) text += std::to_string(loop) + ";" + std::to_string(loop * kLapMs / kLoops) + ";";
  return text;
}

// `sectors` of a lap of three: the ends are loops 3, 6 and 8.
std::string sectors_text(int loops) {
  std::string text;
  const int ends[] = {3, 6, kLoops};
  int before = 0;
  for (int i = 0; i < 3 && ends[i] <= loops; before = ends[i++])
    text += std::to_string(i + 1) + ";" + std::to_string((ends[i] - before) * kLapMs / kLoops) + ";false;false;false;false;";
  return text;
}

// A car that has passed `loops` loops since the start.
std::string standing(int car, int loops) {
  const int laps = loops / kLoops, on_lap = loops % kLoops;
  const std::string begun = std::to_string(kStart + car * 900 + laps * kLapMs), number = std::to_string(100 + car),
                    lap = std::to_string(laps);
  const std::string data = std::to_string(car + 1) + ";" + number + ";CLASSIFIED;" + std::to_string(car + 1) + ";" + lap +
                           ";0;158.171;" + begun + ";TRACK;" + std::to_string(laps + 1) + ";";
  return "\"" + std::to_string(car + 1) + R"(":{"data":")" + data + R"(","class":")" + (car < 20 ? "GTP" : "GTD") +
         R"(","bestLapTime":79000,"bestLapNumber":2,"lastLapTime":80000,"isLastLapBestPersonal":false,"isCheckered":false,"isRunning":true,"currentLapStartTime":)" +
         begun + R"(,"currentSectors":")" + sectors_text(on_lap) + R"(","lastSectors":")" + sectors_text(kLoops) +
         R"(","currentLoopSectors":")" + loops_text(on_lap) + R"(","previousLoopSectors":")" + loops_text(kLoops) +
         R"(","laps":)" + lap + R"(,"currentLapNumber":)" + std::to_string(laps + 1) + R"(,"elapsedTime":)" +
         std::to_string(laps * kLapMs) + "}";
}

// Cars pass loops in turn, so that each message has a few that differ.
class Race {
 public:
  std::string next_standings() {
    for (int i = 0; i < kLoopsPerMessage; ++i) ++loops_[static_cast<std::size_t>(turn_++ % kCars)];
    std::string list;
    for (int car = 0; car < kCars; ++car) list += (car == 0 ? "" : ",") + standing(car, loops_[static_cast<std::size_t>(car)]);
    return said("standings", R"("standings":{"displayDrivers":true,"hasClasses":true,"standings":{)" + list + "}}");
  }

 private:
  std::vector<int> loops_ = std::vector<int>(kCars, kLoops);
  int turn_ = 0;
};

std::string status(int i) {
  return said(
      "session_status",
      R"("status":{"currentFlag":"GF","currentLap":43,"startTime":1785161400,"stopTime":0,"stoppedSeconds":0,"finalTime":21600,"finalType":"BY_TIME","finalLaps":0,"elapsedLaps":)" +
          std::to_string(i) + R"(,"isForcedByTime":false,"isSessionRunning":true,"isFinished":false})");
}

std::string pit_info(int i) {
  std::string list;
  for (int car = 0; car < kCars; ++car) {
    list += (car == 0 ? "\"" : ",\"") + std::to_string(100 + car) + R"(":{"lastPitHour":)" +
            std::to_string(kStart + car * 1000 + (car == i % kCars ? i : 0)) + R"(,"lastPitTime":61234,"totalPitTime":122468})";
  }
  return said("session_pit_info", "\"pitOuts\":{" + list + "}");
}

std::string weather(int i) {
  return said("weather", R"("weather":{"ambientTemperature":)" + std::to_string(20 + i % 5) +
                             R"(,"trackTemperature":37.0,"humidity":43,"windSpeed":1.9})");
}

std::string race_control(int i) {
  std::string log;
  for (int message = 0; message < 100; ++message) {
    const std::string key = std::to_string(kStart + (i + message) * 1000LL);
    log += (message == 0 ? "\"" : ",\"") + key + R"(":{"date":)" + key +
           R"(,"message":"CAR 131: UNDER INVESTIGATION - PIT LANE SPEED"})";
  }
  return said("race_control", R"("raceControlMessages":{"currentMessages":{},"log":{)" + log + "}}");
}

struct Frames {
  std::vector<std::string> all;
  std::size_t bytes = 0;
  void add(std::string frame) {
    bytes += frame.size();
    all.push_back(std::move(frame));
  }
};

Frames mixed(int count) {
  Frames frames;
  Race race;
  for (int i = 0; i < count; ++i) {
    // 70 : 15 : 8 : 5 : 2, spread evenly.
    const int slot = i * 37 % 100;
    frames.add(slot < 70   ? race.next_standings()
               : slot < 85 ? status(i)
               : slot < 93 ? pit_info(i)
               : slot < 98 ? weather(i)
                           : race_control(i));
  }
  return frames;
}

Frames standings_only(int count) {
  Frames frames;
  Race race;
  for (int i = 0; i < count; ++i) frames.add(race.next_standings());
  return frames;
}

Frames statuses(int count) {
  Frames frames;
  for (int i = 0; i < count; ++i) frames.add(status(i));
  return frames;
}

void join(AlkamelAdapter& adapter) {
  live::Reaction reaction;
  const auto now = timing::instant_from_ms(kStart);
  adapter.start(now, reaction);
  const auto give = [&](net::FrameKind kind, std::string bytes) {
    adapter.on_frame({.arrived_at = now, .kind = kind, .stream = "ddp", .bytes = std::move(bytes)}, reaction);
  };
  const auto say = [&](std::string_view message) { give(net::FrameKind::text, "a" + live::alkamel::sockjs_text(message)); };
  give(net::FrameKind::opened, "");
  give(net::FrameKind::text, "o");
  say(R"({"msg":"connected"})");
  say(R"({"msg":"added","collection":"feeds","id":"f","fields":{"sessions":["aa"]}})");
  say(R"({"msg":"added","collection":"session_info","id":"i","fields":{"session":"aa","info":{"name":"Race","type":"RACE","closed":false}}})");
  say(R"({"msg":"ready","subs":["s3"]})");
  say(R"({"msg":"ready","subs":["s4"]})");
}

void decode(benchmark::State& state, const Frames& frames) {
  std::vector<net::Frame> arrived;
  for (const std::string& bytes : frames.all) {
    arrived.push_back({.arrived_at = timing::instant_from_ms(kStart + static_cast<std::int64_t>(arrived.size()) * 300),
                       .kind = net::FrameKind::text,
                       .stream = "ddp",
                       .bytes = bytes});
  }
  std::size_t events = 0;
  for (auto round : state) {
    state.PauseTiming();
    AlkamelAdapter adapter("http://timing.example", "imsa", 1);
    join(adapter);
    live::Reaction reaction;
    state.ResumeTiming();
    for (const net::Frame& frame : arrived) {
      adapter.on_frame(frame, reaction);
      events += reaction.events.size();
      reaction.events.clear();
      reaction.asks.clear();
    }
  }
  if (events == 0) state.SkipWithError("no events came out");
  const auto rounds = static_cast<std::size_t>(state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(rounds * frames.all.size()));
  state.SetBytesProcessed(static_cast<std::int64_t>(rounds * frames.bytes));
  state.counters["events_per_message"] = static_cast<double>(events) / static_cast<double>(rounds * frames.all.size());
}

constexpr int kMessages = 2000;

void BM_mixed_changes(benchmark::State& state) { decode(state, mixed(kMessages)); }
void BM_standings_of_60_cars(benchmark::State& state) { decode(state, standings_only(kMessages)); }
void BM_session_status(benchmark::State& state) { decode(state, statuses(kMessages)); }

BENCHMARK(BM_mixed_changes)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_standings_of_60_cars)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_session_status)->Unit(benchmark::kMillisecond);

}  // namespace
