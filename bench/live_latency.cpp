// From a frame's arrival to the delta on a client's socket: recording, adapter, log, race, push, as `stint serve --live` does
// it.
//
//   live_latency [--rate 7.2] [--seconds 30] [--cars 62]
//
// A race of the simulator is under way (its first hour is told at once); then frames come at random moments at the rate given,
// each with the race's next events and one telemetry value by which the delta is known again. Transport and adapter are
// scripted: the network and a protocol's decoding are not in the figure.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "app/serve/live_run.hpp"
#include "app/serve/writer_thread.hpp"
#include "plain_client.hpp"
#include "server/server.hpp"
#include "source/live/scripted_feed.hpp"
#include "source/simulate/simulator.hpp"

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using stint::timing::Event;

constexpr stint::live::LiveSource kScripted{"scripted", "Scripted: a race of the simulator", "nobody", "", {}, 0ms, 30s,
                                            nullptr};

stint::timing::Instant wall_clock() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

// Frames from the feed's thread.
struct Wire {
  std::mutex guard;
  std::vector<stint::net::Frame> waiting;
  std::function<void()> on_arrival;

  void say(const std::vector<Event>& events) {
    std::string text;
    for (const Event& event : events) stint::timing::append_ndjson(event, text);
    {
      const std::lock_guard lock(guard);
      waiting.push_back({wall_clock(), stint::net::FrameKind::text, stint::live::ScriptedAdapter::kStream, 0, std::move(text)});
    }
    if (on_arrival) on_arrival();
  }
};

class WireTransport : public stint::net::Transport {
 public:
  explicit WireTransport(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
  void ask(const stint::net::Ask& /*ask*/) override {}
  std::vector<stint::net::Frame> take() override {
    const std::lock_guard lock(wire_->guard);
    return std::exchange(wire_->waiting, {});
  }

 private:
  std::shared_ptr<Wire> wire_;
};

double argument(int count, char** values, std::string_view name, double fallback) {
  for (int i = 1; i + 1 < count; ++i) {
    if (values[i] == name) return std::atof(values[i + 1]);
  }
  return fallback;
}

// When each marker was sent and when it was seen.
class Stopwatch {
 public:
  void sent(int marker) {
    const std::lock_guard lock(guard_);
    sent_[marker] = Steady::now();
  }
  void seen(int marker) {
    const auto now = Steady::now();
    const std::lock_guard lock(guard_);
    const auto known = sent_.find(marker);
    if (known == sent_.end()) return;
    // Two frames may be shown by one delta: the markers before this one are in it too.
    const auto after = std::next(known);
    for (auto place = sent_.begin(); place != after; place = sent_.erase(place)) took_.push_back(now - place->second);
  }
  [[nodiscard]] std::vector<Steady::duration> took() {
    const std::lock_guard lock(guard_);
    std::ranges::sort(took_);
    return took_;
  }

 private:
  std::mutex guard_;
  std::map<int, Steady::time_point> sent_;
  std::vector<Steady::duration> took_;
};

void follow(std::uint16_t port, Stopwatch& watch, std::atomic<bool>& stopping) {
  constexpr std::string_view kMarker = "\"speed_kph\":";
  stint::server::PlainClient client(port);
  client.send(stint::server::upgrade_request("/api/live"));
  static_cast<void>(client.answer(true));
  auto heard = Steady::now();
  while (!stopping) {
    // The server lets go of a client that it doesn't hear of for half a minute.
    if (Steady::now() - heard > 5s) {
      client.send_frame(0xA, "");  // a pong
      heard = Steady::now();
    }
    const auto message = client.frame();
    if (!message) return;
    const bool is_delta = message->starts_with(R"({"type":"delta")");
    for (std::size_t at = message->find(kMarker); is_delta && at != std::string::npos; at = message->find(kMarker, at + 1)) {
      watch.seen(std::atoi(message->c_str() + at + kMarker.size()));
    }
  }
}

void report(const std::vector<Steady::duration>& took) {
  if (took.empty()) {
    std::puts("no frame was seen");
    return;
  }
  const auto at = [&](double share) {
    const auto place = static_cast<std::size_t>(share * static_cast<double>(took.size() - 1));
    return std::chrono::duration<double, std::milli>(took[place]).count();
  };
  std::printf("%zu frames: median %.2f ms, p90 %.2f ms, p99 %.2f ms, longest %.2f ms\n", took.size(), at(0.5), at(0.9),
              at(0.99), at(1.0));
}

}  // namespace

int main(int count, char** values) {
  const double rate = argument(count, values, "--rate", 7.2);
  const auto length = std::chrono::duration<double>(argument(count, values, "--seconds", 30));
  const auto folder = std::filesystem::temp_directory_path() / ("stint-live-latency-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);

  stint::source::SimulationPlan plan;
  plan.seed = 1;
  plan.length = 6h;
  plan.cars = static_cast<std::int32_t>(argument(count, values, "--cars", 62));
  plan.starts_at = std::chrono::floor<std::chrono::seconds>(wall_clock()) - 1h;
  auto simulator = stint::source::Simulator::create(plan).value();
  auto wire = std::make_shared<Wire>();
  auto upcoming = simulator.next();
  const auto due = [&](stint::timing::Instant now) {
    std::vector<Event> events;
    for (; upcoming && upcoming->at <= now; upcoming = simulator.next()) events.push_back(*upcoming);
    return events;
  };

  auto writer_log = stint::store::EventLog::open((folder / "racing.db").string());
  auto recording = stint::live::FrameWriter::open(folder / "feed.stintrec", {"scripted", {}, wall_clock()});
  std::vector<stint::app::LiveFeed> feeds;
  feeds.push_back({&kScripted, std::make_unique<stint::live::Supervisor>(stint::live::SupervisorPlan{"scripted", 600s, 1},
                                                                         std::make_unique<stint::live::ScriptedAdapter>(),
                                                                         std::make_unique<WireTransport>(wire),
                                                                         std::optional(std::move(*recording)))});
  auto run = stint::app::LiveRun::create("live", std::move(*writer_log), std::move(feeds), wall_clock).value();
  stint::server::ServerOptions options;
  options.port = 0;
  auto server = stint::server::Server::create(options, {run->channel()}, {}).value();
  std::vector<std::unique_ptr<stint::app::SessionRun>> runs;
  runs.push_back(std::move(run));
  stint::app::WriterThread writer(std::move(runs), [&] { server->stop(); });
  wire->say(due(wall_clock()));
  if (!writer.publish_first()) return 2;
  wire->on_arrival = [&] { writer.wake(); };
  writer.start();
  std::jthread serving([&] { server->run(); });

  Stopwatch watch;
  std::atomic<bool> stopping = false;
  std::jthread client([&] { follow(server->port(), watch, stopping); });
  std::this_thread::sleep_for(1s);
  std::mt19937_64 random(7);
  std::exponential_distribution<double> pause(rate);
  const auto until = Steady::now() + std::chrono::duration_cast<Steady::duration>(length);
  for (int marker = 1000; Steady::now() < until; ++marker) {
    std::this_thread::sleep_for(std::chrono::duration<double>(pause(random)));
    std::vector<Event> events = due(wall_clock());
    stint::timing::Telemetry telemetry;
    telemetry.car = stint::timing::CarNumber(std::to_string(marker % 5 + 900));
    telemetry.speed_kph = marker;
    events.push_back({wall_clock(), 0, stint::timing::Indirect<stint::timing::Telemetry>(telemetry)});
    watch.sent(marker);
    wire->say(events);
  }
  std::this_thread::sleep_for(500ms);
  stopping = true;
  server->stop();
  report(watch.took());
  writer.stop();
  client.join();
  serving.join();
  std::filesystem::remove_all(folder);
}
