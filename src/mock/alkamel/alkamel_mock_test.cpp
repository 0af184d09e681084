#include "mock/alkamel/alkamel_mock.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "mock/alkamel/ascii_json.hpp"
#include "mock/memory_transport.hpp"
#include "mock/test_race.hpp"

namespace stint::mock::alkamel {
namespace {

using namespace std::chrono_literals;
using timing::Instant;

constexpr const char* kSockJs = "ws://lt2.example/sockjs/123/abcdefgh/websocket";
constexpr const char* kBare = "ws://lt2.example/websocket";
constexpr const char* kRaceOid = R"({"$type":"oid","$value":"6a1b00000000000000000011"})";

class AlkamelMockTest : public ::testing::Test {
 protected:
  void play(const FaultSet& faults = {}, std::int32_t cars = 6) {
    RaceScript script = test_script(45min, cars);
    ends = script.ends();
    plan = FaultPlan(faults, 3, script.begins(), ends);
    mock = std::make_unique<AlkamelMock>(std::move(script), plan);
    transport = std::make_unique<MemoryTransport>(*mock);
    transport->advance(kTestStart);
  }

  void open_bare() {
    transport->ask(net::OpenSocket{"ddp", kBare, ""});
    say(R"({"msg":"connect","version":"1","support":["1"]})");
  }
  void say(const std::string& text) { transport->ask(net::SendText{"ddp", text}); }
  void subscribe(const std::string& id, const std::string& name) {
    say(R"({"msg":"sub","id":")" + id + R"(","name":")" + name + R"(","params":[)" + kRaceOid + "]}");
  }

  std::vector<std::string> heard() {
    std::vector<std::string> texts;
    for (net::Frame& frame : transport->take()) {
      if (frame.kind == net::FrameKind::text) texts.push_back(std::move(frame.bytes));
    }
    return texts;
  }

  std::vector<std::string> listen(Instant until) {
    std::vector<std::string> texts;
    for (; now < until; now += 1s) {
      transport->advance(now);
      for (std::string& text : heard()) texts.push_back(std::move(text));
    }
    return texts;
  }

  std::unique_ptr<AlkamelMock> mock;
  std::unique_ptr<MemoryTransport> transport;
  FaultPlan plan;
  Instant now = kTestStart, ends{};
};

std::size_t count(const std::vector<std::string>& texts, std::string_view what) {
  return static_cast<std::size_t>(
      std::ranges::count_if(texts, [&](const std::string& text) { return text.find(what) != std::string::npos; }));
}

TEST_F(AlkamelMockTest, SockJsOpensAndWrapsMessages) {
  play();
  transport->ask(net::OpenSocket{"ddp", kSockJs, ""});
  say(R"(["{\"msg\":\"connect\",\"version\":\"1\",\"support\":[\"1\"]}"])");
  const auto texts = heard();
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0], "o");
  EXPECT_TRUE(texts[1].starts_with(R"(a["{\"msg\":\"connected\")")) << texts[1];
}

TEST_F(AlkamelMockTest, BareSocketBeginsWithTheServersId) {
  play();
  open_bare();
  const auto texts = heard();
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_EQ(texts[0], R"({"server_id":"0"})");
}

TEST_F(AlkamelMockTest, EveryPublicationHasItsDocument) {
  play();
  transport->advance(kTestStart + 10min);
  open_bare();
  (void)heard();
  for (const char* name : {"entry", "trackInfo", "standings", "sessionStatus", "sessionClasses", "pitInfo", "raceControl",
                           "weather", "bestResults", "sessionBestResultsByClass", "sessionResults"}) {
    subscribe(name, name);
    const auto texts = heard();
    ASSERT_EQ(texts.size(), 2U) << name;
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.parse(texts[0]).error(), simdjson::SUCCESS) << texts[0].substr(0, 300);
    EXPECT_NE(texts[1].find("ready"), std::string::npos);
  }
}

TEST_F(AlkamelMockTest, UnknownPublicationIsRefused) {
  play();
  open_bare();
  (void)heard();
  subscribe("1", "participants");
  EXPECT_EQ(count(heard(), "nosub"), 1U);
}

TEST_F(AlkamelMockTest, FeedListsSessionsOfWhichOneIsOpen) {
  play();
  open_bare();
  say(R"({"msg":"sub","id":"f","name":"livetimingFeed","params":["imsa"]})");
  say(std::string(R"({"msg":"sub","id":"i","name":"sessionInfo","params":[[)") + kRaceOid +
      R"(,{"$type":"oid","$value":"6a1b00000000000000000010"}]]})");
  const auto texts = heard();
  EXPECT_EQ(count(texts, R"("collection":"feeds")"), 1U);
  EXPECT_EQ(count(texts, R"("closed":false)"), 1U);
  EXPECT_EQ(count(texts, R"("closed":true)"), 1U);
}

TEST_F(AlkamelMockTest, StandingsChangeWithEveryCrossing) {
  play();
  open_bare();
  subscribe("s", "standings");
  const auto texts = listen(ends + 2s);
  EXPECT_GT(count(texts, R"("msg":"changed","collection":"standings")"), 100U);
  EXPECT_GT(count(texts, ";BOX;") + count(texts, ";OUT_LAP;"), 0U);
  EXPECT_GT(count(texts, R"("isCheckered":true)"), 0U);
}

TEST_F(AlkamelMockTest, StalledServerDoesNotEvenPing) {
  FaultSet faults;
  faults.add(Fault::stall);
  play(faults);
  open_bare();
  subscribe("s", "standings");
  const Episode stall = plan.episodes(Fault::stall).front();
  (void)listen(stall.from + 2s);
  EXPECT_TRUE(listen(stall.until - 1s).empty());
}

TEST_F(AlkamelMockTest, HugeFirstFrameHasHalfAMegabyte) {
  FaultSet faults;
  faults.add(Fault::huge_first);
  play(faults);
  open_bare();
  subscribe("r", "sessionResults");
  EXPECT_GT(heard()[2].size(), 500'000U);
}

TEST_F(AlkamelMockTest, PingIsAnsweredWithItsId) {
  play();
  open_bare();
  (void)heard();
  say(R"({"msg":"ping","id":"p1"})");
  EXPECT_EQ(heard().at(0), R"({"msg":"pong","id":"p1"})");
}

TEST(AsciiJsonTest, CharactersBecomeEscapes) {
  EXPECT_EQ(ascii_json("{\"n\":\"Jos\xc3\xa9 \xf0\x9f\x8f\x81\"}"), "{\"n\":\"Jos\\u00e9 \\ud83c\\udfc1\"}");
}

TEST(StandingTextTest, SectorsComeInSixes) {
  EXPECT_EQ(
      sectors_text({{1, timing::Millis{20091}, timing::BestMark::none}, {2, timing::Millis{22987}, timing::BestMark::overall}}),
      "1;20091;false;false;false;false;2;22987;true;true;true;false;");
}

}  // namespace
}  // namespace stint::mock::alkamel
