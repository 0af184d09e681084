// The conversation, played from the other side by hand.
#include "source/live/griiip/griiip_adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/catalogue.hpp"
#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using namespace std::chrono_literals;
using net::FrameKind;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using timing::Instant;

constexpr std::string_view kEnd = "\x1e";

class GriiipConversation : public ::testing::Test {
 protected:
  GriiipConversation() {
    AdapterOptions options;
    options.base_url = "http://mock.example";
    options.series = "wec";
    adapter = std::move(*find_live_source("wec")->make(options));
    now = on_the_day("15:30:00");
    adapter->start(now, out);
  }

  // The stream of the one request that waits for its answer; empty if none.
  std::string asked() const {
    for (const net::Ask& ask : out.asks) {
      if (const auto* fetch = std::get_if<net::Fetch>(&ask)) return fetch->stream;
    }
    return {};
  }
  std::string asked_url() const {
    for (const net::Ask& ask : out.asks) {
      if (const auto* fetch = std::get_if<net::Fetch>(&ask)) return fetch->url;
    }
    return {};
  }
  std::vector<std::string> sent() const {
    std::vector<std::string> texts;
    for (const net::Ask& ask : out.asks) {
      if (const auto* text = std::get_if<net::SendText>(&ask)) texts.push_back(text->text);
    }
    return texts;
  }

  void answer(const std::string& stream, const std::string& body, int status = 200) {
    frame({.arrived_at = now, .kind = FrameKind::response, .stream = stream, .status = status, .bytes = body});
  }
  void frame(const net::Frame& what) {
    out = {};
    adapter->on_frame(what, out);
    keep();
  }
  void hub(const std::string& text, FrameKind kind = FrameKind::text) {
    frame({.arrived_at = now, .kind = kind, .stream = "hub", .bytes = text});
  }
  // Time passes in the steps of the supervisor; what is asked for on the way is kept.
  void pass(timing::Millis time) {
    Reaction all;
    for (const Instant until = now + time; now < until;) {
      now += 250ms;
      out = {};
      adapter->on_time(now, out);
      keep();
      all.asks.insert(all.asks.end(), out.asks.begin(), out.asks.end());
      if (out.rebuild && !all.rebuild) all.rebuild = out.rebuild;
    }
    out = std::move(all);
  }
  void keep() {
    events.insert(events.end(), out.events.begin(), out.events.end());
    problems.insert(problems.end(), out.problems.begin(), out.problems.end());
  }

  void answer_schedule() {
    answer("schedule", R"([{"sid":18129,"isStarted":true},{"sid":18130,"isStarted":true}])");
    answer("session-info", R"({"sid":18129,"seriesId":10,"domain":"Iracing","isStarted":true,"sessionAvailability":"Live"})");
    answer(
        "session-info",
        R"({"sid":18130,"seriesId":10,"domain":"RealWorld","isStarted":true,"sessionAvailability":"Live","startTime":"2026-06-13T14:00:00Z"})");
  }
  void answer_histories() {
    for (const char* stream : {"pit-in", "pit-out", "laps", "messages"}) answer(stream, "[]");
  }
  void join() {
    answer("negotiate", R"({"url":"https://hub.example/client/?hub=livesessionhub","accessToken":"eyJ.x.y"})");
    hub("", FrameKind::opened);
    hub("{}" + std::string(kEnd));
    hub(R"({"type":3,"invocationId":"1","result":null})" + std::string(kEnd));
  }
  void follow() {
    answer_schedule();
    answer("bootstrap", bootstrap_text());
    join();
    answer_histories();
    events.clear();
  }
  std::string batch(const std::string& items) const {
    return R"({"type":1,"target":"ReceiveBatch","arguments":[{"items":[)" + items + "]}]}" + std::string(kEnd);
  }
  static std::string lap_item(int number, std::string_view at) {
    return R"({"channel":"laps","view":{"lapNumber":)" + std::to_string(number) +
           R"(,"lapTimeMillis":208000,"isValid":true,"ts":"2026-06-13T)" + std::string(at) + R"(Z","pid":400101}})";
  }
  template <class Fact>
  std::size_t told() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(events, [](const timing::Event& e) { return timing::event_as<Fact>(e) != nullptr; }));
  }

  std::unique_ptr<Adapter> adapter;
  Instant now;
  Reaction out;
  std::vector<timing::Event> events;
  std::vector<Problem> problems;
};

TEST_F(GriiipConversation, FindsTheRealSessionOfItsSeries) {
  EXPECT_EQ(asked_url(), "http://mock.example/meta/sessions-schedule-live");
  answer_schedule();
  EXPECT_EQ(
      asked_url(),
      "http://mock.example/api/v2/public/live/session/18130/bootstrap?includeViewers=false&includeUnclassifiedRanks=false");
}

TEST_F(GriiipConversation, AsksElsewhereWhereTheScheduleIsUnknown) {
  answer("schedule", "", 404);
  EXPECT_EQ(asked_url(), "http://mock.example/live/session-info/?includeViewers=false");
  answer("schedule", "", 404);
  EXPECT_THAT(asked_url(), HasSubstr("/meta/sessions?forward=true"));
  answer("schedule", R"([{"id":18130,"isRunning":true}])");
  EXPECT_EQ(asked_url(), "http://mock.example/live/session-info/18130");
}

TEST_F(GriiipConversation, LooksAgainWhenNothingIsLive) {
  answer("schedule", "[]");
  pass(29s);
  EXPECT_EQ(asked(), "");
  pass(2s);
  EXPECT_EQ(asked(), "schedule");
  EXPECT_FALSE(out.rebuild);
}

TEST_F(GriiipConversation, ARefusalIsForTheOperator) {
  answer("schedule", "", 403);
  ASSERT_TRUE(out.rebuild);
  EXPECT_THAT(*out.rebuild, HasSubstr("refuses"));
}

TEST_F(GriiipConversation, TellsTheFirstPictureInTheOrderInWhichItHappened) {
  answer_schedule();
  answer("bootstrap",
         bootstrap_text(
             R"("laps":[{"lapNumber":2,"lapTimeMillis":210000,"isValid":true,"ts":"2026-06-13T14:07:00Z","pid":400101}])"));
  EXPECT_THAT(events, IsEmpty());
  answer("negotiate", R"({"url":"https://hub.example/client/?hub=h","accessToken":"a"})");
  answer("pit-in", R"([{"lapNumber":1,"ts":"2026-06-13T14:03:20Z","pid":400101}])");
  answer("pit-out", R"([{"lapNumber":2,"durationMillis":60000,"ts":"2026-06-13T14:04:20Z","pid":400101}])");
  answer("laps", R"([{"lapNumber":1,"lapTimeMillis":210000,"isValid":true,"ts":"2026-06-13T14:03:30Z","pid":400101}])");
  answer("messages", R"([{"raceControlMessageID":"1","text":"GREEN FLAG","ts":"2026-06-13T13:59:59Z"}])");
  ASSERT_FALSE(events.empty());
  EXPECT_NE(timing::event_as<timing::Session>(events.front()), nullptr);
  EXPECT_TRUE(std::ranges::is_sorted(std::next(events.begin()), events.end(), {}, &timing::Event::at));
  EXPECT_EQ(told<timing::Lap>(), 3U);  // the out-lap twice: told, then known to begin in the pit lane
  EXPECT_EQ(told<timing::PitOut>(), 1U);
  EXPECT_EQ(told<timing::RaceControl>(), 1U);
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(GriiipConversation, ShowsTheFirstPictureThoughAHistoryStaysAway) {
  answer_schedule();
  answer("bootstrap", bootstrap_text());
  pass(9s);
  EXPECT_EQ(told<timing::Entry>(), 2U);
}

TEST_F(GriiipConversation, NegotiatesAndJoinsTheSession) {
  answer_schedule();
  answer("bootstrap", bootstrap_text());
  EXPECT_EQ(asked_url(), "http://mock.example/live-session-stream/negotiate?negotiateVersion=1");
  answer("negotiate", R"({"url":"https://hub.example/client/?hub=livesessionhub","accessToken":"eyJ.x.y"})");
  ASSERT_FALSE(out.asks.empty());
  const auto* open = std::get_if<net::OpenSocket>(&out.asks.front());
  ASSERT_NE(open, nullptr);
  EXPECT_EQ(open->url, "wss://hub.example/client/?hub=livesessionhub&access_token=eyJ.x.y");
  EXPECT_EQ(open->origin, "http://mock.example");
  hub("", FrameKind::opened);
  EXPECT_THAT(sent(), testing::ElementsAre("{\"protocol\":\"json\",\"version\":1}\x1e"));
  hub("{}" + std::string(kEnd));
  EXPECT_THAT(sent(), testing::ElementsAre(R"({"type":1,"invocationId":"1","target":"JoinGroup","arguments":["SID-18130"]})" +
                                           std::string(kEnd)));
}

TEST_F(GriiipConversation, JoinsChannelByChannelWhereTheSessionsGroupIsUnknown) {
  answer_schedule();
  answer("bootstrap", bootstrap_text());
  answer("negotiate", R"({"url":"https://hub.example/client/?hub=h","accessToken":"a"})");
  hub("", FrameKind::opened);
  hub("{}" + std::string(kEnd));
  hub(R"({"type":3,"invocationId":"1","error":"no such group"})" + std::string(kEnd));
  EXPECT_THAT(sent(), Contains(HasSubstr("SID-18130-laps")));
  hub(R"({"type":3,"invocationId":"1","result":null})" + std::string(kEnd));
  answer_histories();
  events.clear();
  hub(R"({"type":1,"target":"lv-laps","arguments":[{"lapNumber":26,"lapTimeMillis":208000,"isValid":true,"ts":"2026-06-13T15:31:00Z","pid":400101,"carNumber":"007"}]})" +
      std::string(kEnd));
  EXPECT_EQ(told<timing::Lap>(), 1U);
}

TEST_F(GriiipConversation, ReadsSeveralRecordsOfOneText) {
  follow();
  hub(batch(lap_item(26, "15:31:00")) + R"({"type":6})" + std::string(kEnd) + batch(lap_item(27, "15:34:28")));
  EXPECT_EQ(told<timing::Lap>(), 2U);
  EXPECT_TRUE(out.timing_seen);
}

TEST_F(GriiipConversation, ARecordThatCannotBeReadCostsItselfAlone) {
  follow();
  hub(R"({"type":1,"target":"Rece)" + std::string(kEnd) + batch(lap_item(26, "15:31:00")));
  EXPECT_EQ(told<timing::Lap>(), 1U);
  EXPECT_THAT(problems, SizeIs(1));
}

TEST_F(GriiipConversation, KeepAlivesAreNoTiming) {
  follow();
  hub(R"({"type":6})" + std::string(kEnd));
  EXPECT_FALSE(out.timing_seen);
}

TEST_F(GriiipConversation, PingsEveryFifteenSeconds) {
  follow();
  pass(31s);
  EXPECT_EQ(std::ranges::count(sent(), "{\"type\":6}\x1e"), 2);
}

TEST_F(GriiipConversation, AsksTheBootstrapAsArbiterWhileTheHubIsJoined) {
  follow();
  pass(6s);
  EXPECT_EQ(asked(), "bootstrap");  // soon after joining
  answer("bootstrap", bootstrap_text());
  pass(40s);
  EXPECT_EQ(asked(), "");
  pass(6s);
  EXPECT_EQ(asked(), "bootstrap");
}

TEST_F(GriiipConversation, PollsTheBootstrapWhereTheHubCannotBeHad) {
  answer_schedule();
  answer("bootstrap", bootstrap_text());
  answer("negotiate", "", 503);
  answer_histories();
  EXPECT_FALSE(out.rebuild);
  pass(6s);
  EXPECT_EQ(asked(), "bootstrap");
  answer("bootstrap", bootstrap_text());
  pass(6s);
  EXPECT_EQ(asked(), "bootstrap");
  answer("bootstrap", bootstrap_text());
  bool tried_again = false;
  for (int i = 0; i < 20 && !tried_again; ++i) {
    pass(5s);
    for (const net::Ask& ask : out.asks) {
      const auto* fetch = std::get_if<net::Fetch>(&ask);
      if (fetch != nullptr && fetch->stream == "negotiate") tried_again = true;
    }
    answer("bootstrap", bootstrap_text());
    for (const net::Ask& ask : out.asks) {
      const auto* fetch = std::get_if<net::Fetch>(&ask);
      if (fetch != nullptr && fetch->stream == "negotiate") tried_again = true;
    }
  }
  EXPECT_TRUE(tried_again);
}

TEST_F(GriiipConversation, Pitfall03_AZombieIsRebuiltThoughKeepAlivesAndCrossingsFlow) {
  follow();
  hub(batch(lap_item(26, "15:31:00")));
  std::optional<std::string> rebuilt;
  for (int i = 0; i < 30 && !rebuilt; ++i) {
    pass(5s);
    rebuilt = out.rebuild;
    hub(R"({"type":6})" + std::string(kEnd));
    hub(batch(R"({"channel":"sector-cross-updates","view":{"sectors":[{"sectorNumber":1,"lapNumber":)" +
              std::to_string(27 + i) + R"(,"sectorTimeMillis":33000,"pid":400101}]}})"));
    EXPECT_FALSE(rebuilt && i < 20) << "after " << i * 5 << " s";
  }
  ASSERT_TRUE(rebuilt);
  EXPECT_THAT(*rebuilt, HasSubstr("no timing"));
}

TEST_F(GriiipConversation, Pitfall03_AQuietTrackIsNoZombie) {
  follow();
  for (int i = 0; i < 60; ++i) {
    pass(5s);
    EXPECT_FALSE(out.rebuild);
    hub(R"({"type":6})" + std::string(kEnd));
    answer("bootstrap", bootstrap_text());
  }
}

TEST_F(GriiipConversation, AClosedHubIsRebuilt) {
  follow();
  hub(R"({"type":7,"allowReconnect":true})" + std::string(kEnd));
  EXPECT_TRUE(out.rebuild);
  out = {};
  adapter->start(now, out);
  EXPECT_EQ(asked(), "bootstrap");  // of the session that is known
  hub("1006", FrameKind::closed);
  EXPECT_FALSE(out.rebuild);  // it was not joined: polled meanwhile
}

TEST_F(GriiipConversation, AReconnectionTellsOnlyWhatIsNew) {
  follow();
  hub(batch(lap_item(26, "15:31:00")));
  hub("", FrameKind::closed);
  ASSERT_TRUE(out.rebuild);
  out = {};
  events.clear();
  adapter->start(now, out);
  answer(
      "bootstrap",
      bootstrap_text(R"("laps":[{"lapNumber":27,"lapTimeMillis":208000,"isValid":true,"ts":"2026-06-13T15:34:28Z","pid":400101},
{"lapNumber":26,"lapTimeMillis":208000,"isValid":true,"ts":"2026-06-13T15:31:00Z","pid":400101}])"));
  EXPECT_EQ(told<timing::Lap>(), 1U);
  EXPECT_EQ(told<timing::Entry>(), 0U);
  EXPECT_EQ(told<timing::Session>(), 0U);
}

TEST_F(GriiipConversation, Pitfall01_AnUnknownCarAsksForTheBootstrap) {
  follow();
  pass(6s);
  answer("bootstrap", bootstrap_text());
  pass(15s);
  hub(batch(R"({"channel":"laps","view":{"lapNumber":3,"lapTimeMillis":208000,"ts":"2026-06-13T15:31:00Z","pid":400999}})"));
  pass(1s);
  EXPECT_EQ(asked(), "bootstrap");
}

TEST_F(GriiipConversation, Pitfall18_AClosedSessionIsLeftForTheNext) {
  follow();
  hub(batch(R"({"channel":"session-closed","view":{"sid":18130}})"));
  ASSERT_TRUE(out.rebuild);
  ASSERT_EQ(told<timing::Session>(), 1U);
  out = {};
  adapter->start(now, out);
  EXPECT_EQ(asked(), "schedule");
  answer("schedule", R"([{"sid":18130},{"sid":18131}])");
  EXPECT_EQ(asked_url(), "http://mock.example/live/session-info/18131");
}

TEST_F(GriiipConversation, Pitfall18_AnotherSessionThatIsLiveTakesOverOnceOursIsOver) {
  follow();
  hub(batch(R"({"channel":"race-flags","view":{"flag":"Chequered","sectorNumbers":[],"ts":"2026-06-13T15:30:10Z"}})"));
  bool searched = false;
  for (int i = 0; i < 80 && !searched; ++i) {
    pass(10s);
    for (const net::Ask& ask : out.asks) {
      const auto* fetch = std::get_if<net::Fetch>(&ask);
      if (fetch != nullptr && fetch->stream == "schedule") searched = true;
    }
    if (!searched) answer("bootstrap", bootstrap_text());
  }
  ASSERT_TRUE(searched);
  answer("schedule", R"([{"sid":18131}])");
  answer("session-info", R"({"sid":18131,"seriesId":10,"domain":"RealWorld","isStarted":true,"sessionAvailability":"Live"})");
  EXPECT_TRUE(out.rebuild);
  out = {};
  adapter->start(now, out);
  EXPECT_THAT(asked_url(), HasSubstr("/18131/bootstrap"));
}

TEST_F(GriiipConversation, WhatIsOnShowStaysUntilTheNextSessionIsNear) {
  follow();
  hub(batch(R"({"channel":"session-closed","view":{"sid":18130}})"));
  out = {};
  events.clear();
  adapter->start(now, out);
  answer("schedule", R"([{"sid":18131}])");
  answer("session-info", R"({"sid":18131,"seriesId":10,"domain":"RealWorld","isStarted":false,"sessionAvailability":"Live"})");
  std::string tomorrow = bootstrap_text();
  for (auto at = tomorrow.find("2026-06-13"); at != std::string::npos; at = tomorrow.find("2026-06-13"))
    tomorrow.replace(at, 10, "2026-06-14");
  tomorrow.replace(tomorrow.find("\"isStarted\":true"), 16, "\"isStarted\":false");
  answer("bootstrap", tomorrow);
  answer("negotiate", "", 503);
  answer_histories();
  pass(60s);
  EXPECT_THAT(events, IsEmpty());
}

TEST_F(GriiipConversation, ReadsTheRaceLogBackToItsBeginningForTheFirstDriver) {
  answer_schedule();
  answer("bootstrap", bootstrap_text(R"("raceLogFirstPage":{"items":[],"startAfter":1781372149761})"));
  join();
  answer_histories();
  events.clear();
  pass(3s);
  EXPECT_THAT(asked_url(), HasSubstr("/live/racelog-items/18130/paged?startAfter=1781372149761"));
  answer(
      "race-log",
      R"({"items":[{"type":"DriverSwap","previousDriverId":"1","newDriverId":"2","raceLogItemId":"s1","ts":"2026-06-13T14:50:00Z","pid":400101}],"startAfter":5})");
  answer("bootstrap", bootstrap_text());
  pass(3s);
  EXPECT_THAT(asked_url(), HasSubstr("paged?startAfter=5"));
  answer("race-log", R"({"items":[],"startAfter":null})");
  std::vector<std::pair<Instant, std::string>> drivers;
  for (const auto& event : events) {
    const auto* change = timing::event_as<timing::DriverChange>(event);
    if (change != nullptr && change->car == timing::CarNumber("007")) drivers.emplace_back(event.at, change->to.str());
  }
  EXPECT_THAT(drivers, testing::UnorderedElementsAre(std::pair(on_the_day("14:00:00"), std::string("1")),
                                                     std::pair(on_the_day("14:50:00"), std::string("2"))));
}

TEST_F(GriiipConversation, ABootstrapThatStaysAwayIsRebuilt) {
  answer_schedule();
  for (int i = 0; i < 2; ++i) {
    frame({.arrived_at = now, .kind = FrameKind::failed, .stream = "bootstrap", .bytes = "connection refused"});
    EXPECT_FALSE(out.rebuild);
    pass(4s);
  }
  frame({.arrived_at = now, .kind = FrameKind::failed, .stream = "bootstrap", .bytes = "connection refused"});
  EXPECT_TRUE(out.rebuild);
}

TEST(GriiipSource, AnswersToItsSeries) {
  for (const char* name : {"griiip", "wec", "lemans", "elms", "alms", "lemanscup", "gtwce-griiip"}) {
    ASSERT_NE(find_live_source(name), nullptr) << name;
    EXPECT_EQ(find_live_source(name)->name, "griiip") << name;
  }
  AdapterOptions options;
  options.series = "no such series";
  EXPECT_FALSE(find_live_source("griiip")->make(options));
}

}  // namespace
}  // namespace stint::live::griiip
