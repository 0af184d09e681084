#include "source/live/alkamel/alkamel_adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "source/live/alkamel/sockjs.hpp"

namespace stint::live::alkamel {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using timing::event_as;
using timing::Instant;
using timing::Millis;

constexpr std::int64_t kStart = 1'785'161'400'000;

// One car's row. Times in ms; `status` and so on as the feed writes them.
struct Row {
  std::string car = "31";
  int position = 1;
  int laps = 0;
  std::int64_t lap_start = kStart;
  std::string status = "TRACK";
  int last_lap = 0;
  std::string sectors, last_sectors, loops, last_loops;
  bool checkered = false;
  std::string class_name = "GTP";

  [[nodiscard]] std::string json() const {
    const std::string data = std::to_string(position) + ";" + car + ";CLASSIFIED;9;" + std::to_string(laps) + ";77;150.2;" +
                             std::to_string(lap_start) + ";" + status + ";" + std::to_string(laps + 1) + ";";
    return "\"" + std::to_string(position) + R"(":{"data":")" + data + R"(","class":")" + class_name + R"(","lastLapTime":)" +
           std::to_string(last_lap) + R"(,"bestLapTime":70000,"isRunning":true,"isCheckered":)" +
           (checkered ? "true" : "false") + R"(,"currentLapStartTime":)" + std::to_string(lap_start) +
           R"(,"currentSectors":")" + sectors + R"(","lastSectors":")" + last_sectors + R"(","currentLoopSectors":")" + loops +
           R"(","previousLoopSectors":")" + last_loops + "\"}";
  }
};

// The server's side of a conversation.
class AlkamelTalk : public testing::Test {
 protected:
  void say(const std::string& message) { frame("a" + sockjs_text(message)); }
  void frame(const std::string& text) {
    give({.arrived_at = now_, .kind = net::FrameKind::text, .stream = "ddp", .bytes = text});
  }
  void give(const net::Frame& frame) {
    reaction_ = {};
    adapter_.on_frame(frame, reaction_);
    keep();
  }
  void pass(Millis time) {
    for (Millis done{0}; done < time; done += 250ms) {
      now_ += 250ms;
      reaction_ = {};
      adapter_.on_time(now_, reaction_);
      keep();
    }
  }
  void keep() {
    for (const net::Ask& ask : reaction_.asks) {
      if (const auto* text = std::get_if<net::SendText>(&ask)) sent_.push_back(text->text);
    }
    events_.insert(events_.end(), reaction_.events.begin(), reaction_.events.end());
    problems_.insert(problems_.end(), reaction_.problems.begin(), reaction_.problems.end());
    if (reaction_.rebuild) rebuild_ = reaction_.rebuild;
  }
  // The id of the latest subscription to `publication`.
  [[nodiscard]] std::string sub(const std::string& publication) const {
    for (auto text = sent_.rbegin(); text != sent_.rend(); ++text) {
      if (text->find(R"(\"name\":\")" + publication + R"(\")") == std::string::npos) continue;
      const auto from = text->find(R"(\"id\":\")") + 9;
      return text->substr(from, text->find('\\', from) - from);
    }
    return "none";
  }
  void ready(const std::string& publication) { say(R"({"msg":"ready","subs":[")" + sub(publication) + R"("]})"); }
  void open() {
    sent_.clear();
    rebuild_.reset();
    reaction_ = {};
    adapter_.start(now_, reaction_);
    give({.arrived_at = now_, .kind = net::FrameKind::opened, .stream = "ddp"});
    frame("o");
    say(R"({"msg":"connected","session":"k"})");
  }
  void list_sessions(const std::string& ids) {
    say(R"({"msg":"added","collection":"feeds","id":"f","fields":{"name":"imsa","token":"secret","sessions":[)" + ids + "]}}");
  }
  void info(const std::string& id, const std::string& name, bool closed, const char* kind = "added") {
    say(R"({"msg":")" + std::string(kind) + R"(","collection":"session_info","id":"i)" + id +
        R"(","fields":{"session":{"$type":"oid","$value":")" + id +
        R"("},"info":{"champName":"Example Cup","eventName":"Example GP","name":")" + name + R"(","type":")" +
        (name == "Race" ? "RACE" : "FREE_PRACTICE") + R"(","closed":)" + (closed ? "true" : "false") + "}}}");
  }
  // To the point where the standings of session `id` flow.
  void join(const std::string& history = "") {
    open();
    list_sessions(R"({"$type":"oid","$value":"aa"},{"$type":"oid","$value":"bb"})");
    info("aa", "Practice", true);
    info("bb", "Race", false);
    ready("sessionInfo");
    if (!history.empty())
      say(R"({"msg":"added","collection":"session_results","id":"h","fields":{"analysis":)" + history + "}}");
    ready("sessionResults");
  }
  void standings(const std::vector<Row>& rows, const char* kind = "changed") {
    std::string list;
    for (const Row& row : rows) list += (list.empty() ? "" : ",") + row.json();
    say(R"({"msg":")" + std::string(kind) +
        R"(","collection":"standings","id":"s","fields":{"standings":{"displayDrivers":true,"standings":{)" + list + "}}}}");
  }
  template <class T>
  [[nodiscard]] std::vector<std::pair<T, Instant>> all() const {
    std::vector<std::pair<T, Instant>> found;
    for (const timing::Event& event : events_) {
      if (const T* body = event_as<T>(event)) found.emplace_back(*body, event.at);
    }
    return found;
  }

  Instant now_ = timing::instant_from_ms(kStart);
  AlkamelAdapter adapter_{"https://timing.example", "imsa", 1};
  Reaction reaction_;
  std::vector<std::string> sent_;
  std::vector<timing::Event> events_;
  std::vector<Problem> problems_;
  std::optional<std::string> rebuild_;
};

Instant at(std::int64_t since_start) { return timing::instant_from_ms(kStart + since_start); }

TEST_F(AlkamelTalk, OpensASockJsConnectionWithRandomSegments) {
  adapter_.start(now_, reaction_);
  const auto& socket = std::get<net::OpenSocket>(reaction_.asks.at(0));
  EXPECT_THAT(socket.url, testing::MatchesRegex("wss://timing.example/sockjs/[0-9]{3}/[a-z0-9_]{8}/websocket"));
  EXPECT_EQ(socket.origin, "https://timing.example");
}

TEST_F(AlkamelTalk, SpeaksTheBareEndpointToo) {
  AlkamelAdapter bare("http://timing.example/websocket", "imsa", 1);
  bare.start(now_, reaction_);
  EXPECT_EQ(std::get<net::OpenSocket>(reaction_.asks.at(0)).url, "ws://timing.example/websocket");
  reaction_ = {};
  bare.on_frame({.arrived_at = now_, .kind = net::FrameKind::opened, .stream = "ddp"}, reaction_);
  EXPECT_EQ(std::get<net::SendText>(reaction_.asks.at(0)).text,
            R"({"msg":"connect","version":"1","support":["1","pre2","pre1"]})");
  reaction_ = {};
  bare.on_frame({.arrived_at = now_, .kind = net::FrameKind::text, .stream = "ddp", .bytes = R"({"server_id":"0"})"},
                reaction_);
  bare.on_frame({.arrived_at = now_, .kind = net::FrameKind::text, .stream = "ddp", .bytes = R"({"msg":"connected"})"},
                reaction_);
  EXPECT_THAT(reaction_.problems, IsEmpty());
  EXPECT_THAT(std::get<net::SendText>(reaction_.asks.at(0)).text, HasSubstr(R"("name":"livetimingFeed","params":["imsa"])"));
}

TEST_F(AlkamelTalk, FollowsTheSessionThatIsOpen) {
  join();
  const auto sessions = all<timing::Session>();
  ASSERT_FALSE(sessions.empty());
  EXPECT_EQ(sessions.front().first.source_session_id, "bb");
  EXPECT_EQ(sessions.front().first.kind, timing::SessionKind::race);
  EXPECT_THAT(sent_, Contains(HasSubstr(R"(\"name\":\"standings\",\"params\":[{\"$type\":\"oid\",\"$value\":\"bb\"}])")));
  EXPECT_THAT(sent_, testing::Not(Contains(HasSubstr("secret"))));
}

TEST_F(AlkamelTalk, AnswersPingsWithTheirId) {
  join();
  say(R"({"msg":"ping","id":"p7"})");
  EXPECT_EQ(sent_.back(), R"(["{\"msg\":\"pong\",\"id\":\"p7\"}"])");
  say(R"({"msg":"ping"})");
  EXPECT_EQ(sent_.back(), R"(["{\"msg\":\"pong\"}"])");
}

TEST_F(AlkamelTalk, AsksASilentServerAndThenGivesItUp) {
  join();
  pass(31s);
  EXPECT_THAT(sent_.back(), HasSubstr("ping"));
  EXPECT_FALSE(rebuild_);
  say(R"({"msg":"pong","id":"x"})");
  pass(59s);
  EXPECT_FALSE(rebuild_);
  pass(3s);
  EXPECT_TRUE(rebuild_);
}

TEST_F(AlkamelTalk, ALapEndsAtTheCrossingThatBeganTheNext) {
  join();
  standings({{.laps = 4, .lap_start = kStart + 300'000, .last_lap = 70'000}}, "added");
  now_ += 75s;
  standings({{.laps = 5, .lap_start = kStart + 370'123, .last_lap = 70'123}});
  const auto laps = all<timing::Lap>();
  ASSERT_EQ(laps.size(), 2U) << "the lap that is complete on joining, and the new one";
  EXPECT_EQ(laps[0].first.lap, 4);
  EXPECT_EQ(laps[1].first.lap, 5);
  EXPECT_EQ(laps[1].first.time, Millis{70'123});
  EXPECT_EQ(laps[1].second, at(370'123));
  EXPECT_TRUE(reaction_.timing_seen);
}

TEST_F(AlkamelTalk, PointsOfALapAreToldOnceAndTheLastWithTheLap) {
  join();
  standings({{.laps = 1, .lap_start = kStart + 80'000}}, "added");
  Row row{.laps = 1, .lap_start = kStart + 80'000, .sectors = "1;20000;false;false;false;false;", .loops = "1;5000;2;20000;"};
  standings({row});
  standings({row});
  standings({{.laps = 2,
              .lap_start = kStart + 150'000,
              .last_lap = 70'000,
              .last_sectors = "1;20000;false;false;false;false;2;50000;true;false;false;false;",
              .last_loops = "1;5000;2;20000;3;70000;"}});
  const auto sectors = all<timing::Sector>();
  ASSERT_EQ(sectors.size(), 2U);
  EXPECT_EQ(sectors[0].second, at(100'000));
  EXPECT_EQ(sectors[1].first, (timing::Sector{timing::CarNumber("31"), 2, 2, Millis{50'000}, timing::BestMark::personal}));
  EXPECT_EQ(sectors[1].second, at(150'000));
  const auto loops = all<timing::Loop>();
  ASSERT_EQ(loops.size(), 3U);
  EXPECT_EQ(loops[2].first.since_lap_start, Millis{70'000});
}

TEST_F(AlkamelTalk, OldDataAfterNewAreIgnored) {
  join();
  standings({{.laps = 5, .lap_start = kStart + 370'000, .last_lap = 70'000}}, "added");
  const std::size_t before = all<timing::Lap>().size();
  standings({{.laps = 4, .lap_start = kStart + 300'000, .last_lap = 69'000}});
  standings({{.laps = 5, .lap_start = kStart + 370'000, .last_lap = 70'000}});
  EXPECT_EQ(all<timing::Lap>().size(), before);
}

TEST_F(AlkamelTalk, APassSwapsTheRowsAndNobodysLaps) {
  join();
  const Row a{.car = "31", .position = 1, .laps = 5, .lap_start = kStart + 370'000};
  const Row b{.car = "7", .position = 2, .laps = 5, .lap_start = kStart + 371'000, .class_name = "GTD"};
  standings({a, b}, "added");
  standings({a, b});
  events_.clear();
  Row first = b, second = a;
  first.position = 1;
  second.position = 2;
  standings({first, second});
  EXPECT_THAT(all<timing::Lap>(), IsEmpty());
  const auto official = all<timing::OfficialStanding>();
  ASSERT_EQ(official.size(), 2U);
  EXPECT_EQ(official[0].first.car.view(), "7");
  EXPECT_EQ(official[0].first.position, 1);
  EXPECT_EQ(official[1].first.position, 2);
  EXPECT_EQ(official[1].first.class_position, 1) << "its class is counted, not read";
}

TEST_F(AlkamelTalk, ACarInTwoRowsIsOneCar) {
  join();
  const Row a{.car = "31", .position = 1, .laps = 5, .lap_start = kStart + 370'000};
  Row again = a;
  again.position = 2;
  standings({a}, "added");
  standings({a, again});
  standings({a, {.car = "8", .position = 2, .laps = 4, .lap_start = kStart + 380'000}});
  EXPECT_EQ(all<timing::Lap>().size(), 2U);
  const auto official = all<timing::OfficialStanding>();
  for (const auto& [standing, when] : official) EXPECT_EQ(standing.position, standing.car.view() == "31" ? 1 : 2);
}

TEST_F(AlkamelTalk, AVisitToThePitsIsToldOnceItHasLasted) {
  join();
  standings({{.laps = 5, .lap_start = kStart + 350'000, .last_lap = 70'000}}, "added");
  now_ = at(415'000);
  standings({{.laps = 5, .lap_start = kStart + 350'000, .status = "BOX", .last_lap = 70'000}});
  EXPECT_THAT(all<timing::PitIn>(), IsEmpty());
  pass(3s);
  auto in = all<timing::PitIn>();
  ASSERT_EQ(in.size(), 1U);
  EXPECT_EQ(in[0].first.lap, 6);
  EXPECT_EQ(in[0].second, at(415'000));
  now_ = at(421'000);
  standings({{.laps = 6, .lap_start = kStart + 420'500, .status = "BOX", .last_lap = 70'500}});
  EXPECT_TRUE(all<timing::Lap>().back().first.in_lap);
  now_ = at(470'000);
  standings({{.laps = 6, .lap_start = kStart + 420'500, .status = "OUT_LAP", .last_lap = 70'500}});
  standings({{.laps = 6, .lap_start = kStart + 420'500, .status = "BOX", .last_lap = 70'500}});
  pass(3s);
  EXPECT_THAT(all<timing::PitOut>(), IsEmpty()) << "a flicker";
  standings({{.laps = 6, .lap_start = kStart + 420'500, .status = "OUT_LAP", .last_lap = 70'500}});
  pass(3s);
  const auto out = all<timing::PitOut>();
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].first.lap, 7);
}

TEST_F(AlkamelTalk, ACarInTheLaneShortlyAfterTheLineEnteredOnTheLapBefore) {
  join();
  standings({{.laps = 5, .lap_start = kStart + 350'000, .last_lap = 70'000}}, "added");
  now_ = at(421'000);
  standings({{.laps = 6, .lap_start = kStart + 420'500, .last_lap = 70'500}});
  now_ = at(430'000);
  standings({{.laps = 6, .lap_start = kStart + 420'500, .status = "BOX", .last_lap = 70'500}});
  pass(3s);
  ASSERT_EQ(all<timing::PitIn>().size(), 1U);
  EXPECT_EQ(all<timing::PitIn>()[0].first.lap, 6);
  EXPECT_EQ(all<timing::Lap>().back().first.lap, 6);
  EXPECT_TRUE(all<timing::Lap>().back().first.in_lap);
}

TEST_F(AlkamelTalk, TheLaneTimeRefinesTheExit) {
  join();
  const auto visit = [&](std::int64_t entered, int lane) {
    say(R"({"msg":"changed","collection":"session_pit_info","id":"p","fields":{"pitOuts":{"31":{"lastPitHour":)" +
        std::to_string(kStart + entered) + R"(,"lastPitTime":)" + std::to_string(lane) + "}}}}");
  };
  visit(100'000, 60'000);
  standings({{.laps = 6, .lap_start = kStart + 420'500, .status = "BOX", .last_lap = 70'500}}, "added");
  now_ = at(470'000);
  standings({{.laps = 6, .lap_start = kStart + 420'500, .status = "OUT_LAP", .last_lap = 70'500}});
  visit(414'000, 55'500);
  pass(3s);
  const auto out = all<timing::PitOut>();
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].first.lane, Millis{55'500});
  EXPECT_EQ(out[0].second, at(469'500));
}

TEST_F(AlkamelTalk, TheHistoryIsToldBeforeTheStandingsAndFillsOutages) {
  const auto lap = [](int number, std::int64_t ended) {
    return R"({"number":)" + std::to_string(number) + R"(,"time":70000,"hour":)" + std::to_string(kStart + ended) +
           R"(,"is_valid":true,"crossing_pit_finish_lane":)" + (number == 2 ? "true" : "false") +
           R"(,"sector_times":[{"index":1,"time":20000,"hour":)" + std::to_string(kStart + ended - 50'000) + "}]}";
  };
  const auto history = [&](int laps) {
    std::string list;
    for (int i = 1; i <= laps; ++i) list += (i == 1 ? "" : ",") + lap(i, i * 70'000);
    return R"({"participants":[{"number":"31","laps":[)" + list + "]}]}";
  };
  now_ = at(215'000);
  join(history(3));
  standings({{.laps = 3, .lap_start = kStart + 210'000, .last_lap = 70'000}}, "added");
  std::vector<int> told;
  for (const auto& [body, when] : all<timing::Lap>()) told.push_back(body.lap);
  EXPECT_THAT(told, testing::ElementsAre(1, 2, 3));
  ASSERT_EQ(all<timing::PitOut>().size(), 1U);
  EXPECT_EQ(all<timing::PitOut>()[0].first.lap, 3);

  // Two laps pass unheard.
  give({.arrived_at = now_, .kind = net::FrameKind::closed, .stream = "ddp", .status = 1006, .bytes = "reset"});
  ASSERT_TRUE(rebuild_);
  now_ = at(425'000);
  join(history(5));
  standings({{.laps = 6, .lap_start = kStart + 420'000, .last_lap = 70'000}}, "added");
  told.clear();
  for (const auto& [body, when] : all<timing::Lap>()) {
    told.push_back(body.lap);
    EXPECT_EQ(when, at(body.lap * 70'000));
  }
  EXPECT_THAT(told, testing::ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(AlkamelTalk, MissedLapsAreAskedForAgain) {
  join();
  standings({{.laps = 3, .lap_start = kStart + 210'000, .last_lap = 70'000}}, "added");
  pass(61s);
  sent_.clear();
  standings({{.laps = 6, .lap_start = kStart + 420'000, .last_lap = 70'000}});
  pass(1s);
  EXPECT_THAT(sent_, Contains(HasSubstr("sessionResults")));
}

TEST_F(AlkamelTalk, ADriverCountsOnceHisNameHasStayed) {
  join();
  const auto driver = [&](const std::string& first, const std::string& last, const std::string& tla) {
    say(R"({"msg":"changed","collection":"session_entry","id":"e","fields":{"entry":{"31":{"number":"31","class":"GTP","team":"Alder Racing","firstname":")" +
        first + R"(","lastname":")" + last + R"(","driver":")" + tla + R"("}}}})");
  };
  driver("Jo", "Sample", "SAM");
  driver("Max", "Muster", "MUS");
  driver("JO", "SAMPLE", "SAM");
  pass(3s);
  ASSERT_EQ(all<timing::DriverChange>().size(), 1U);
  driver("Max", "Muster", "MUS");
  const Instant shown = now_;
  pass(3s);
  const auto changes = all<timing::DriverChange>();
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[1].first.from, timing::DriverId("SAM"));
  EXPECT_EQ(changes[1].first.to, timing::DriverId("MUS"));
  EXPECT_EQ(changes[1].second, shown);
  EXPECT_EQ(all<timing::Entry>().back().first.drivers.size(), 2U);
}

TEST_F(AlkamelTalk, StatusIsMergedAndGivesClockAndFlag) {
  join();
  const auto status = [&](const std::string& members) {
    say(R"({"msg":"changed","collection":"session_status","id":"t","fields":{"status":{)" + members + "}}}");
  };
  now_ = at(100'000);
  status(
      R"("currentFlag":"GF","startTime":1785161400,"stopTime":0,"stoppedSeconds":10,"finalTime":6000,"finalType":"BY_TIME","isSessionRunning":true)");
  auto clock = all<timing::Clock>().back().first;
  EXPECT_EQ(clock.elapsed, Millis{90'000});
  EXPECT_EQ(clock.remaining, Millis{5'910'000});
  status(R"("currentFlag":"SC")");
  EXPECT_EQ(all<timing::Flag>().back().first.kind, timing::FlagKind::safety_car);
  EXPECT_EQ(all<timing::Session>().back().first.limit, Millis{6'000'000}) << "a partial status keeps the rest";
  status(R"("isFinished":true)");
  EXPECT_EQ(all<timing::Flag>().back().first.kind, timing::FlagKind::chequered);
  EXPECT_EQ(all<timing::Session>().back().first.state, timing::SessionState::finished);
}

TEST_F(AlkamelTalk, RaceControlIsToldOnceWithItsOwnTimes) {
  join();
  const auto control = [&](const std::string& log, const std::string& current) {
    say(R"({"msg":"changed","collection":"race_control","id":"c","fields":{"raceControlMessages":{"currentMessages":{)" +
        current + R"(},"log":{)" + log + "}}}}");
  };
  const std::string later = R"("1785161500000":{"date":1785161500000,"message":"FULL COURSE YELLOW"})";
  const std::string earlier = R"("999999999999":{"date":999999999999,"message":"PIT LANE OPEN"})";
  control(later + "," + earlier, R"("1":{"message":"FULL COURSE YELLOW"})");
  control(later + "," + earlier, R"("1":{"message":"GREEN NEXT LAP"})");
  pass(11s);
  const auto messages = all<timing::RaceControl>();
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[0].first.text, "PIT LANE OPEN") << "keys are compared as numbers";
  EXPECT_EQ(messages[1].first.id, "1785161500000");
  EXPECT_EQ(messages[1].second, timing::instant_from_ms(1'785'161'500'000));
  EXPECT_EQ(messages[2].first.text, "GREEN NEXT LAP");
}

TEST_F(AlkamelTalk, AnotherOpenSessionMeansAnotherConnection) {
  join();
  info("bb", "Race", true, "changed");
  EXPECT_FALSE(rebuild_) << "a session that is over stays until another opens";
  info("aa", "Practice", false, "changed");
  EXPECT_TRUE(rebuild_);
  events_.clear();
  open();
  list_sessions(R"({"$type":"oid","$value":"aa"},{"$type":"oid","$value":"bb"})");
  info("aa", "Practice", false);
  info("bb", "Race", true);
  ready("sessionInfo");
  EXPECT_EQ(all<timing::Session>().at(0).first.source_session_id, "aa");
}

TEST_F(AlkamelTalk, AnIdleFeedIsAskedAgain) {
  open();
  list_sessions("");
  sent_.clear();
  pass(61s);
  EXPECT_THAT(sent_, Contains(HasSubstr("livetimingFeed")));
}

TEST_F(AlkamelTalk, WindOfZeroIsAValue) {
  join();
  say(R"({"msg":"added","collection":"weather","id":"w","fields":{"weather":{"ambientTemperature":21.3,"windSpeed":0}}})");
  const auto weather = all<timing::Weather>();
  ASSERT_EQ(weather.size(), 1U);
  EXPECT_EQ(weather[0].first.wind_kph, 0.0);
  EXPECT_EQ(weather[0].first.humidity_pct, std::nullopt);
}

TEST_F(AlkamelTalk, WhatCannotBeReadIsAProblemAndTheNextIsRead) {
  join();
  frame("a[\"{\\\"msg\\\":");
  frame("a[\"not json\"]");
  say(R"({"msg":"nosub","id":")" + sub("weather") + R"(","error":{"error":404,"reason":"Subscription not found"}})");
  ASSERT_EQ(problems_.size(), 3U);
  EXPECT_THAT(problems_[2].message, HasSubstr("weather"));
  standings({{.laps = 4, .lap_start = kStart + 300'000}}, "added");
  EXPECT_EQ(all<timing::Lap>().size(), 1U);
}

TEST_F(AlkamelTalk, TheFlagMarksTheLapOnWhichItWasTaken) {
  join();
  standings({{.laps = 4, .lap_start = kStart + 300'000, .last_lap = 70'000}}, "added");
  standings({{.laps = 5, .lap_start = kStart + 370'000, .last_lap = 70'000, .checkered = true}});
  EXPECT_EQ(all<timing::Lap>().back().first.flag, timing::FlagKind::chequered);
  EXPECT_EQ(all<timing::CarStatus>().back().first.state, timing::CarState::finished);
}

}  // namespace
}  // namespace stint::live::alkamel
