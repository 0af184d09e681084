#include "mock/feed.hpp"

#include <gtest/gtest.h>

#include "mock/memory_transport.hpp"
#include "mock/test_race.hpp"

namespace stint::mock {
namespace {

using namespace std::chrono_literals;
using timing::Event;
using timing::Instant;

constexpr Instant kNow = kTestStart;

RaceScript script_of(const ScriptOptions& options) { return test_script(20min, 5, options); }

// Counts what reaches a protocol; says one word a tick to whoever listens.
class CountingFeed : public Feed {
 public:
  using Feed::Feed;
  std::size_t facts = 0, ticks = 0, gone_sockets = 0;
  net::SocketId listener = 0;

 private:
  net::LoopbackReply reply(const net::LoopbackRequest& request) override {
    return {200, {}, "content of " + request.target, {}};
  }
  bool opens(net::SocketId socket, const net::LoopbackRequest& /*request*/) override {
    listener = socket;
    return true;
  }
  void said(net::SocketId socket, std::string_view text) override { send(socket, "heard " + std::string(text)); }
  void gone(net::SocketId /*socket*/) override { ++gone_sockets; }
  void happened(const Event& /*event*/) override { ++facts; }
  void ticked() override {
    ++ticks;
    if (listener != 0 && !stalled(listener)) send(listener, "tick");
  }
};

TEST(RaceScriptTest, GivesEveryEventOnceInFeedTime) {
  RaceScript script = script_of({.starts_at = kNow, .from = std::nullopt, .speed = 60});
  std::size_t events = 0;
  for (Instant now = kNow; script.at() < script.ends(); now += 100ms) {
    for (const Event& event : script.advance(script.feed_time(now))) {
      EXPECT_LE(event.at, script.at());
      ++events;
    }
  }
  EXPECT_EQ(events, script.events().size());
  EXPECT_EQ(script.begins(), kNow);
  EXPECT_EQ(script.feed_time(kNow + 1s), kNow + 60s);
}

TEST(RaceScriptTest, PlaysFromARaceTime) {
  RaceScript script = script_of({.starts_at = kNow, .from = 10min, .speed = 1});
  EXPECT_EQ(script.start(), kNow - 10min);
  EXPECT_FALSE(script.advance(script.at()).empty());
  EXPECT_EQ(script.snapshot()->elapsed, timing::Millis{10min});
  EXPECT_GT(script.snapshot()->cars.front().laps, 0);
}

TEST(RaceScriptTest, TakesAPitEntryFromExitAndLaneTime) {
  using namespace timing;
  const CarNumber car("7");
  const Instant zero = instant_from_ms(0);
  Session session{.source = "archive", .started_at = zero};
  const std::vector<Event> recording{{zero, 0, session},
                                     {zero + 100s, 0, Lap{.car = car, .lap = 1, .time = 100s}},
                                     {zero + 210s, 0, PitIn{.car = car, .lap = 2}},
                                     {zero + 210s, 0, Lap{.car = car, .lap = 2, .time = 110s, .in_lap = true}},
                                     {zero + 250s, 0, PitOut{.car = car, .lap = 3, .lane = 61s}}};
  const auto script = RaceScript::create(recording, {.starts_at = zero, .from = std::nullopt, .speed = 1});
  ASSERT_TRUE(script);
  const auto entry = std::ranges::find_if(script->events(), [](const Event& e) { return event_as<PitIn>(e) != nullptr; });
  ASSERT_NE(entry, script->events().end());
  EXPECT_EQ(entry->at, zero + 189s);
}

TEST(FaultPlanTest, StrikesTheSameWayForTheSameSeed) {
  const FaultPlan one(FaultSet::all(), 5, kNow, kNow + 6h);
  const FaultPlan same(FaultSet::all(), 5, kNow, kNow + 6h);
  const FaultPlan other(FaultSet::all(), 6, kNow, kNow + 6h);
  const auto first_drop = [](const FaultPlan& plan) { return plan.episodes(Fault::drop).front().from; };
  EXPECT_EQ(first_drop(one), first_drop(same));
  EXPECT_NE(first_drop(one), first_drop(other));
  EXPECT_GE(one.episodes(Fault::drop).size(), 20U);
}

TEST(FaultPlanTest, ShortRaceSeesEachFault) {
  const FaultPlan plan(FaultSet::all(), 1, kNow, kNow + 20min);
  for (const FaultKind& kind : fault_kinds()) EXPECT_FALSE(plan.episodes(kind.fault).empty()) << kind.name;
}

TEST(FaultTest, UnknownNameIsRefusedWithTheKnownOnes) {
  const auto faults = parse_faults("drop,unplug");
  ASSERT_FALSE(faults);
  EXPECT_NE(faults.error().message.find("flag_chatter"), std::string::npos);
  EXPECT_TRUE(parse_faults("drop,stale")->has(Fault::stale));
  EXPECT_FALSE(parse_faults("drop,stale")->has(Fault::stall));
}

class FeedTest : public ::testing::Test {
 protected:
  // Plays the whole race, reopening the socket whenever it is lost; returns how often it was.
  int play(CountingFeed& feed, MemoryTransport& transport, Instant until) {
    int lost = 0;
    transport.ask(net::OpenSocket{"socket", "ws://feed.example/socket", ""});
    for (Instant now = kNow; now <= until + 1s; now += 1s) {
      transport.advance(now);
      for (const net::Frame& frame : transport.take()) {
        const bool over = frame.kind == net::FrameKind::closed || frame.kind == net::FrameKind::failed;
        if (frame.kind == net::FrameKind::closed) ++lost;
        if (over) transport.ask(net::OpenSocket{"socket", "ws://feed.example/socket", ""});
      }
    }
    EXPECT_GE(feed.ticks, static_cast<std::size_t>((until - kNow) / 250ms));
    return lost;
  }
};

TEST_F(FeedTest, DeliversAllFactsWithoutFaults) {
  RaceScript script = script_of({.starts_at = kNow});
  const std::size_t events = script.events().size();
  const Instant end = script.ends();
  CountingFeed feed(std::move(script), {});
  MemoryTransport transport(feed);
  EXPECT_EQ(play(feed, transport, end), 0);
  EXPECT_EQ(feed.facts, events);
}

TEST_F(FeedTest, DropsEveryConnectionInEachEpisode) {
  RaceScript script = script_of({.starts_at = kNow});
  FaultSet faults;
  faults.add(Fault::drop);
  const FaultPlan plan(faults, 1, script.begins(), script.ends());
  const Instant end = script.ends() + 1min;
  CountingFeed feed(std::move(script), plan);
  MemoryTransport transport(feed);
  EXPECT_EQ(play(feed, transport, end), static_cast<int>(plan.episodes(Fault::drop).size()));
  EXPECT_EQ(feed.gone_sockets, plan.episodes(Fault::drop).size());
}

TEST_F(FeedTest, ReconnectingEndsAStall) {
  RaceScript script = script_of({.starts_at = kNow});
  FaultSet faults;
  faults.add(Fault::stall);
  const FaultPlan plan(faults, 1, script.begins(), script.ends());
  const Instant stalled_at = plan.episodes(Fault::stall).front().from + 10s;
  CountingFeed feed(std::move(script), plan);
  MemoryTransport transport(feed);
  transport.ask(net::OpenSocket{"socket", "ws://feed.example/socket", ""});
  transport.advance(stalled_at);
  (void)transport.take();
  transport.advance(stalled_at + 5s);
  EXPECT_TRUE(transport.take().empty());
  transport.ask(net::OpenSocket{"socket", "ws://feed.example/socket", ""});
  transport.advance(stalled_at + 10s);
  EXPECT_GT(transport.take().size(), 10U);
}

TEST(MemoryTransportTest, AnswersFetchesAndFailsThemWhenTheHostIsAway) {
  CountingFeed feed(script_of({.starts_at = kNow}), {});
  MemoryTransport transport(feed);
  transport.advance(kNow);
  transport.ask(net::Fetch{"list", "https://feed.example/list?a=1"});
  transport.set_reachable(false);
  transport.ask(net::Fetch{"list", "https://feed.example/list?a=1"});
  const auto frames = transport.take();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].bytes, "content of /list?a=1");
  EXPECT_EQ(frames[0].status, 200);
  EXPECT_EQ(frames[1].kind, net::FrameKind::failed);
}

TEST(MemoryTransportTest, ClosedStreamIsSilent) {
  CountingFeed feed(script_of({.starts_at = kNow}), {});
  MemoryTransport transport(feed);
  transport.advance(kNow);
  transport.ask(net::OpenSocket{"socket", "ws://feed.example/socket", ""});
  transport.ask(net::SendText{"socket", "hello"});
  ASSERT_EQ(transport.take().back().bytes, "heard hello");
  transport.advance(kNow + 1s);
  transport.ask(net::CloseStream{"socket"});
  transport.advance(kNow + 2s);
  EXPECT_TRUE(transport.take().empty());
  EXPECT_EQ(feed.gone_sockets, 1U);
}

TEST(MemoryTransportTest, CutEndsEverySocketWithoutACloseCode) {
  CountingFeed feed(script_of({.starts_at = kNow}), {});
  MemoryTransport transport(feed);
  transport.advance(kNow);
  transport.ask(net::OpenSocket{"socket", "ws://feed.example/socket", ""});
  transport.cut();
  EXPECT_EQ(transport.take().back().status, net::kNoCloseCode);
}

}  // namespace
}  // namespace stint::mock
