#include "mock/griiip/griiip_mock.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "mock/memory_transport.hpp"
#include "mock/test_race.hpp"

namespace stint::mock::griiip {
namespace {

using namespace std::chrono_literals;
using timing::Instant;

constexpr std::string_view kHost = "http://griiip.example";
constexpr std::string_view kBootstrap = "/api/v2/public/live/session/18130/bootstrap?includeViewers=false";

class GriiipMockTest : public ::testing::Test {
 protected:
  void play(const FaultSet& faults = {}, std::int32_t cars = 8) {
    RaceScript script = test_script(30min, cars);
    ends = script.ends();
    const FaultPlan plan(faults, 3, script.begins(), ends);
    faults_plan = plan;
    mock = std::make_unique<GriiipMock>(std::move(script), plan);
    transport = std::make_unique<MemoryTransport>(*mock);
    transport->advance(kTestStart);
  }

  std::string get(std::string_view target) {
    transport->ask(net::Fetch{"get", std::string(kHost) + std::string(target)});
    for (const net::Frame& frame : transport->take()) {
      if (frame.stream == "get") return frame.status == 200 ? frame.bytes : "status " + std::to_string(frame.status);
    }
    return "no answer";
  }

  void open_hub(const std::string& stream, const std::string& group) {
    transport->ask(net::OpenSocket{stream, "ws://griiip.example/client/?hub=livesessionhub&access_token=mock-token", ""});
    transport->ask(net::SendText{stream, "{\"protocol\":\"json\",\"version\":1}\x1e"});
    transport->ask(
        net::SendText{stream, R"({"type":1,"invocationId":"1","target":"JoinGroup","arguments":[")" + group + "\"]}\x1e"});
  }

  // Everything that the hub says on a stream until `until`, a frame each.
  std::vector<std::string> listen(const std::string& stream, Instant until) {
    std::vector<std::string> heard;
    for (; now < until; now += 1s) {
      transport->advance(now);
      for (net::Frame& frame : transport->take()) {
        if (frame.stream == stream && frame.kind == net::FrameKind::text) heard.push_back(std::move(frame.bytes));
      }
    }
    return heard;
  }

  std::unique_ptr<GriiipMock> mock;
  std::unique_ptr<MemoryTransport> transport;
  FaultPlan faults_plan;
  Instant now = kTestStart, ends{};
};

std::size_t count(const std::vector<std::string>& frames, std::string_view what) {
  std::size_t found = 0;
  for (const std::string& frame : frames) {
    for (auto at = frame.find(what); at != std::string::npos; at = frame.find(what, at + 1)) ++found;
  }
  return found;
}

std::size_t laps_driven() {
  const RaceScript script = test_script(30min, 8);
  return static_cast<std::size_t>(std::ranges::count_if(
      script.events(), [](const auto& event) { return timing::event_as<timing::Lap>(event) != nullptr; }));
}

TEST_F(GriiipMockTest, AnswersEveryAddressWithJson) {
  play();
  transport->advance(kTestStart + 20min);
  for (const char* path : {"/meta/series",
                           "/meta/sessions-schedule-live",
                           "/meta/sessions?forward=true",
                           "/meta/sessions/18130/participants",
                           "/meta/sessions/18130/results",
                           "/live/session-info/18130",
                           "/live/session-info/?includeViewers=false",
                           "/live/session-clock/18130",
                           "/live/race-flags/18130",
                           "/live/participants/18130",
                           "/live/participants-running-status/18130",
                           "/live/ranks/18130",
                           "/live/gaps/18130",
                           "/live/laps/18130",
                           "/live/best-laps/18130",
                           "/live/sectors/18130",
                           "/live/sectors/18130/current-lap",
                           "/live/pit-in/18130",
                           "/live/pit-out/18130",
                           "/live/racelog-items/18130/paged",
                           "/live/racecontrol-messages/18130",
                           "/live/current-top-speeds/18130",
                           "/live/weather-current/18130",
                           "/live/session/18130/tires-current",
                           "/live/session-length-limit/18130",
                           kBootstrap.data()}) {
    const std::string body = get(path);
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.parse(body).error(), simdjson::SUCCESS) << path << ": " << body.substr(0, 200);
  }
  EXPECT_EQ(get("/live/ranks/999"), "status 404");
}

TEST_F(GriiipMockTest, NegotiationLeadsToAHubThatBatchesEveryLap) {
  play();
  transport->ask(net::Fetch{"negotiate", std::string(kHost) + "/live-session-stream/negotiate?negotiateVersion=1", "POST"});
  EXPECT_NE(transport->take().back().bytes.find("griiip.example/client/?hub="), std::string::npos);
  open_hub("hub", "SID-18130");
  const auto frames = listen("hub", ends + 2s);
  EXPECT_EQ(count(frames, R"({"type":3,"invocationId":"1","result":null})"), 1U);
  EXPECT_EQ(count(frames, R"("channel":"laps")"), laps_driven());
  EXPECT_GT(count(frames, R"("channel":"sector-cross-updates")"), laps_driven());
  EXPECT_GT(count(frames, R"("channel":"official-rank")"), 8U * 100);
  EXPECT_GT(count(frames, R"({"type":6})"), 100U);
}

TEST_F(GriiipMockTest, OlderGenerationGetsOneCallAView) {
  play();
  open_hub("hub", "SID-18130-laps");
  const auto frames = listen("hub", ends + 2s);
  EXPECT_EQ(count(frames, R"("target":"lv-laps")"), laps_driven());
  EXPECT_EQ(count(frames, "ReceiveBatch"), 0U);
  EXPECT_GT(count(frames, R"("carNumber":)"), 0U);
}

TEST_F(GriiipMockTest, SocketWithoutATokenIsRefused) {
  play();
  transport->ask(net::OpenSocket{"hub", "ws://griiip.example/client/?hub=livesessionhub", ""});
  EXPECT_EQ(transport->take().back().kind, net::FrameKind::failed);
}

TEST_F(GriiipMockTest, ZombieGoesOnWithoutTiming) {
  FaultSet faults;
  faults.add(Fault::stall);
  play(faults);
  open_hub("hub", "SID-18130");
  const Episode stall = faults_plan.episodes(Fault::stall).front();
  (void)listen("hub", stall.from + 2s);
  const auto frames = listen("hub", stall.until - 1s);
  EXPECT_EQ(count(frames, R"("channel":"laps")"), 0U);
  EXPECT_EQ(count(frames, R"("channel":"official-rank")"), 0U);
  EXPECT_GT(count(frames, R"({"type":6})"), 5U);
  EXPECT_GT(count(frames, R"("channel":"session-clock")"), 0U);
}

TEST_F(GriiipMockTest, NextSessionOpensAfterTheRace) {
  FaultSet faults;
  faults.add(Fault::rollover);
  play(faults);
  open_hub("hub", "SID-18130");
  const auto frames = listen("hub", ends + 3min);
  EXPECT_EQ(count(frames, R"("channel":"session-closed","view":{"sid":18130})"), 1U);
  EXPECT_NE(get("/meta/sessions-schedule-live").find(R"("sid":18131)"), std::string::npos);
  EXPECT_EQ(get("/live/laps/18131"), "[]");
  EXPECT_NE(get("/live/session-info/18130").find(R"("sessionAvailability":"Closed")"), std::string::npos);
}

TEST_F(GriiipMockTest, FlagChatterEndsGreen) {
  FaultSet faults;
  faults.add(Fault::flag_chatter);
  play(faults);
  open_hub("hub", "SID-18130");
  const auto frames = listen("hub", faults_plan.episodes(Fault::flag_chatter).front().until + 2s);
  EXPECT_GT(count(frames, R"("flag":"Yellow")"), 1U);
  const std::string all = get("/live/race-flags/18130");
  EXPECT_LT(all.rfind(R"("flag":"Yellow")"), all.rfind(R"("flag":"Green")"));
}

TEST_F(GriiipMockTest, HugeFirstFrameIsAsLargeAsAtLeMans) {
  FaultSet faults;
  faults.add(Fault::huge_first);
  RaceScript script = test_script(6h, 62);
  mock = std::make_unique<GriiipMock>(std::move(script), FaultPlan(faults, 1, kTestStart, kTestStart + 6h));
  transport = std::make_unique<MemoryTransport>(*mock);
  transport->advance(kTestStart + 5h);
  const std::string body = get(kBootstrap);
  EXPECT_GT(body.size(), 1'000'000U);
  EXPECT_LT(body.size(), 4'000'000U);
}

TEST_F(GriiipMockTest, UnreadableFrameEndsTheConversation) {
  play();
  open_hub("hub", "SID-18130");
  (void)transport->take();
  transport->ask(net::SendText{"hub", "nonsense"});
  EXPECT_EQ(transport->take().back().kind, net::FrameKind::closed);
}

}  // namespace
}  // namespace stint::mock::griiip
