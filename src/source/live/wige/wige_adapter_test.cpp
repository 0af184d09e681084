#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "race/race.hpp"
#include "source/live/wige/wige.hpp"
#include "source/live/wige/wige_frames.hpp"
#include "timing/event_ndjson.hpp"

namespace stint::live::wige {
namespace {

using timing::event_as;
using timing::Instant;
using timing::instant_from_ms;
using timing::Millis;

// An adapter whose network is the test: what it tells goes into a race.
class WigeConversation : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = kWigeSource.make({.base_url = "http://127.0.0.1:1", .series = "nls"});
    ASSERT_TRUE(made);
    adapter_ = std::move(*made);
    adapter_->start(instant_from_ms(kNoonMs), reaction_);
    collect();
    receive(net::FrameKind::opened, "feed", "", 0);
  }

  void receive(net::FrameKind kind, const std::string& stream, std::string text, std::int64_t after_ms) {
    adapter_->on_frame({.arrived_at = instant_from_ms(kNoonMs + after_ms),
                        .kind = kind,
                        .stream = stream,
                        .status = 200,
                        .bytes = std::move(text)},
                       reaction_);
    collect();
  }
  void classify(std::int64_t after_ms) { receive(net::FrameKind::text, "feed", text_.at(kNoonMs + after_ms), after_ms); }
  void pass_time(std::int64_t after_ms) {
    adapter_->on_time(instant_from_ms(kNoonMs + after_ms), reaction_);
    collect();
  }

  void collect() {
    for (timing::Event& event : reaction_.events) {
      const auto checked = timing::check_event(event);
      EXPECT_TRUE(checked) << checked.error().message;
      race_.insert(event);
      events_.push_back(std::move(event));
    }
    for (net::Ask& ask : reaction_.asks) asks_.push_back(std::move(ask));
    for (Problem& problem : reaction_.problems) problems_.push_back(problem.message);
    if (reaction_.rebuild) rebuild_ = reaction_.rebuild;
    reaction_ = {};
  }

  template <class T>
  std::vector<const T*> told() const {
    std::vector<const T*> found;
    for (const timing::Event& event : events_) {
      if (const T* body = event_as<T>(event)) found.push_back(body);
    }
    return found;
  }

  // The car crosses intermediate `point` (3: the line) at `after_ms`.
  void pass_point(std::size_t car, int point, std::int64_t after_ms, const std::string& time) {
    RowText& row = text_.rows[car];
    row["LASTINTERMEDIATENUMBER"] = point == 3 ? "10" : std::to_string(point);
    row["LASTIMTIME"] = std::to_string(kNoonMs + after_ms);
    row["S" + std::to_string(point) + "TIME"] = time;
    if (point == 3) row["LAPS"] = std::to_string(std::stoi(row["LAPS"]) + 1);
  }
  void drive_lap(std::size_t car, std::int64_t from_ms) {
    pass_point(car, 1, from_ms + 20'000, "20.000");
    classify(from_ms + 20'400);
    pass_point(car, 2, from_ms + 50'000, "30.000");
    classify(from_ms + 50'400);
    pass_point(car, 3, from_ms + 90'000, "40.000");
    text_.rows[car]["LASTLAPTIME"] = "1:30.000";
    classify(from_ms + 90'400);
  }
  std::string track_state(const std::string& track, const std::string& time, std::int64_t changed_after_ms) const {
    return R"({"PID":"4","VER":2,"TRACKSTATE":")" + track + R"(","TIMESTATE":")" + time + R"(","ENDTIME":")" +
           std::to_string(kNoonMs + 14'400'000) + R"(","TOD":")" + std::to_string(kNoonMs + changed_after_ms) + R"("})";
  }

  std::unique_ptr<Adapter> adapter_;
  Reaction reaction_;
  race::Race race_;
  std::vector<timing::Event> events_;
  std::vector<net::Ask> asks_;
  std::vector<std::string> problems_;
  std::optional<std::string> rebuild_;
  ClassificationText text_{.rows = {row_of("80", "Sample", 0)}};
};

TEST_F(WigeConversation, SubscribesOnceOpenAndAgainEvery15Seconds) {
  ASSERT_EQ(asks_.size(), 2U);
  EXPECT_EQ(std::get<net::OpenSocket>(asks_[0]).url, "ws://127.0.0.1:1/");
  EXPECT_EQ(std::get<net::SendText>(asks_[1]).text,
            R"({"eventId":"20","eventPid":[0,3,4,7,9002],"clientLocalTime":1782043200000})");
  pass_time(14'900);
  EXPECT_EQ(asks_.size(), 2U);
  pass_time(15'000);
  EXPECT_EQ(asks_.size(), 3U);
}

TEST_F(WigeConversation, AsksAgainAfterMinutesWhenNothingIsLive) {
  receive(net::FrameKind::text, "feed", R"({"PID":"LTS_NOT_FOUND"})", 100);
  ASSERT_EQ(asks_.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<net::CloseStream>(asks_[2]));
  pass_time(119'000);
  EXPECT_EQ(asks_.size(), 3U);
  pass_time(151'000);
  ASSERT_EQ(asks_.size(), 4U);
  EXPECT_TRUE(std::holds_alternative<net::OpenSocket>(asks_[3]));
  EXPECT_FALSE(rebuild_);
}

TEST_F(WigeConversation, ALapIsTimedByItsCrossingsAndItsSectorsAreTold) {
  receive(net::FrameKind::text, "feed", track_state("0", "1", 0), 50);
  classify(100);
  drive_lap(0, 0);
  drive_lap(0, 90'000);
  const auto snapshot = race_.snapshot();
  const auto* car = snapshot->find(timing::CarNumber("80"));
  ASSERT_NE(car, nullptr);
  EXPECT_EQ(car->laps, 2);
  EXPECT_EQ(car->last_lap->time, Millis{90'000});
  EXPECT_EQ(car->elapsed, Millis{180'000});
  EXPECT_EQ(car->driver_name, "Sample");
  EXPECT_EQ(snapshot->remaining, Millis{14'400'000 - 180'400});
  ASSERT_EQ(told<timing::Sector>().size(), 6U);
  EXPECT_EQ(car->laps_done[1].sectors[2], race::ShortMillis{40'000});
  EXPECT_EQ(told<timing::Position>().size(), 6U);
  EXPECT_NEAR(*told<timing::Position>()[1]->fraction, 0.5, 1e-9);
}

TEST_F(WigeConversation, TheLastSectorMayComeAFrameAfterTheLap) {
  classify(100);
  drive_lap(0, 0);
  pass_point(0, 1, 110'000, "20.000");
  classify(110'400);
  pass_point(0, 2, 140'000, "30.000");
  classify(140'400);
  const std::size_t before = told<timing::Sector>().size();
  // The line: the third cell still shows the lap before.
  RowText& row = text_.rows[0];
  row["LASTINTERMEDIATENUMBER"] = "10";
  row["LASTIMTIME"] = std::to_string(kNoonMs + 181'500);
  row["LAPS"] = "2";
  row["LASTLAPTIME"] = "1:31.500";
  classify(182'000);
  EXPECT_EQ(told<timing::Sector>().size(), before);
  row["S3TIME"] = "41.500";
  classify(183'000);
  ASSERT_EQ(told<timing::Sector>().size(), before + 1);
  EXPECT_EQ(told<timing::Sector>().back()->lap, 2);
  EXPECT_EQ(told<timing::Sector>().back()->time, Millis{41'500});
}

TEST_F(WigeConversation, AStaleFrameTakesNothingBack) {
  classify(100);
  drive_lap(0, 0);
  const std::string stale = text_.at(kNoonMs + 90'400);
  pass_point(0, 1, 110'000, "20.000");
  classify(110'400);
  const std::size_t before = events_.size();
  receive(net::FrameKind::text, "feed", stale, 110'900);
  EXPECT_EQ(events_.size(), before);
  classify(111'400);
  EXPECT_EQ(events_.size(), before);
}

TEST_F(WigeConversation, AStopIsToldWithItsLaneTimeAndItsNewDriver) {
  classify(100);
  drive_lap(0, 0);
  RowText& row = text_.rows[0];
  pass_point(0, 1, 110'000, "20.000");
  classify(110'400);
  pass_point(0, 2, 140'000, "30.000");
  classify(140'400);
  row["LASTINTERMEDIATENUMBER"] = "16";
  row["LASTIMTIME"] = std::to_string(kNoonMs + 170'000);
  classify(170'400);
  EXPECT_TRUE(told<timing::PitIn>().empty());
  row["LASTINTERMEDIATENUMBER"] = "14";
  row["LASTIMTIME"] = std::to_string(kNoonMs + 185'000);
  row["LAPS"] = "2";
  row["S3TIME"] = "PIT";
  row["LASTLAPTIME"] = "1:35.000";
  classify(185'400);
  row["NAME"] = "Muster";
  classify(220'000);
  row["LASTINTERMEDIATENUMBER"] = "15";
  row["LASTIMTIME"] = std::to_string(kNoonMs + 262'000);
  row["PITSTOPCOUNT"] = "1";
  row["PITSUM"] = "000092.000";
  classify(262'300);
  const auto car = *race_.snapshot()->find(timing::CarNumber("80"));
  ASSERT_EQ(car.pit_stops.size(), 1U);
  EXPECT_EQ(car.pit_stops[0].in_lap, 2);
  EXPECT_EQ(car.pit_stops[0].out_lap, 3);
  EXPECT_EQ(car.pit_stops[0].in_at, instant_from_ms(kNoonMs + 170'000));
  EXPECT_EQ(car.pit_stops[0].lane, Millis{92'000});
  EXPECT_EQ(car.pit_stops[0].driver_out_name, "Muster");
  EXPECT_TRUE(car.laps_done[1].in_lap);
  EXPECT_EQ(car.laps_done[1].time, Millis{95'000});
}

TEST_F(WigeConversation, AStopThatFellIntoAnOutageIsInTheCountAndInTheSum) {
  classify(100);
  drive_lap(0, 0);
  RowText& row = text_.rows[0];
  pass_point(0, 1, 110'000, "20.000");
  classify(110'400);
  // Nothing is heard until the car is at the first intermediate of lap 3.
  row["LAPS"] = "2";
  row["LASTLAPTIME"] = "1:40.000";
  row["PITSTOPCOUNT"] = "1";
  row["PITSUM"] = "000062.000";
  pass_point(0, 1, 270'000, "80.000");
  classify(270'400);
  const auto car = *race_.snapshot()->find(timing::CarNumber("80"));
  ASSERT_EQ(car.pit_stops.size(), 1U);
  EXPECT_EQ(car.pit_stops[0].in_lap, 2);
  EXPECT_EQ(car.pit_stops[0].out_lap, 3);
  EXPECT_EQ(car.pit_stops[0].lane, Millis{62'000});
  EXPECT_TRUE(car.laps_done[1].in_lap);
}

TEST_F(WigeConversation, AStopInAnOutageOfSeveralLapsIsNotGuessed) {
  classify(100);
  drive_lap(0, 0);
  RowText& row = text_.rows[0];
  row["LAPS"] = "4";
  row["PITSTOPCOUNT"] = "1";
  row["PITSUM"] = "000062.000";
  pass_point(0, 1, 470'000, "20.000");
  classify(470'400);
  EXPECT_TRUE(race_.snapshot()->find(timing::CarNumber("80"))->pit_stops.empty());
}

TEST_F(WigeConversation, OneFlickerOfThePitCodeIsNoStop) {
  classify(100);
  drive_lap(0, 0);
  text_.rows[0]["LASTINTERMEDIATENUMBER"] = "20";
  classify(95'000);
  text_.rows[0]["LASTINTERMEDIATENUMBER"] = "10";
  classify(96'000);
  pass_point(0, 1, 110'000, "20.000");
  classify(110'400);
  EXPECT_TRUE(told<timing::PitIn>().empty());
  EXPECT_TRUE(told<timing::PitOut>().empty());
}

TEST_F(WigeConversation, ACarThatStandsInTheLaneWhenFirstSeenHasNotComeIn) {
  text_.rows[0]["LASTINTERMEDIATENUMBER"] = "20";
  classify(100);
  classify(1100);
  EXPECT_TRUE(told<timing::PitIn>().empty());
  EXPECT_EQ(race_.snapshot()->cars[0].state, timing::CarState::in_pit);
}

TEST_F(WigeConversation, MessagesThatAreRenumberedAreToldOnceAndDatedBackwards) {
  classify(100);
  const std::string head = R"({"PID":"3","TOD":)";
  // 2026-06-22 00:10:05.300 local, as milliseconds since 0001-01-01.
  const std::string one =
      head +
      R"("63917683805300","MESSAGES":[{"ID":"1","MESSAGETIME":"00:10:05","MESSAGE":"#80 and #7 under investigation","MESSAGEGROUP":""},)" +
      R"({"ID":"2","MESSAGETIME":"23:58:00","MESSAGE":"Rain","MESSAGEGROUP":""},{"ID":"3","MESSAGETIME":"23:58:00","MESSAGE":"Rain"},{"ID":"4","MESSAGETIME":"23:57:00","MESSAGE":""}]})";
  receive(net::FrameKind::text, "feed", one, 200);
  receive(net::FrameKind::text, "feed", one, 300);
  ASSERT_EQ(told<timing::RaceControl>().size(), 3U);
  const auto snapshot = race_.snapshot();
  ASSERT_EQ(snapshot->messages.size(), 3U);
  EXPECT_EQ(snapshot->messages[2].text, "#80 and #7 under investigation");
  EXPECT_EQ(snapshot->messages[2].cars.size(), 2U);
  EXPECT_EQ(snapshot->messages[2].at - snapshot->messages[0].at, std::chrono::seconds{725});
  EXPECT_EQ(snapshot->messages[2].at, instant_from_ms(63'917'683'805'000 - 62'135'596'800'000 - 7'200'000));
}

TEST_F(WigeConversation, AnotherHeatOnTheSameSocketIsAnotherSession) {
  classify(100);
  drive_lap(0, 0);
  text_.session = "4600205103";
  text_.heat = "Race 2";
  text_.rows = {row_of("80", "Sample", 0)};
  const std::string old = ClassificationText{.rows = {row_of("80", "Sample", 1)}}.at(kNoonMs + 90'000);
  classify(4'000'000);
  receive(net::FrameKind::text, "feed", old, 4'000'500);
  ASSERT_EQ(told<timing::Session>().size(), 2U);
  EXPECT_EQ(told<timing::Session>()[1]->source_session_id, "4600205103-example-cup-race-2");
}

TEST_F(WigeConversation, ASessionUnderWayIsToldFromItsListsInOrderOfTime) {
  text_.rows[0] = row_of("80", "Sample", 3);
  text_.rows[0]["LASTLAPTIME"] = "1:30.000";
  text_.rows[0]["LASTINTERMEDIATENUMBER"] = "10";
  text_.rows[0]["LASTIMTIME"] = std::to_string(kNoonMs + 270'000);
  receive(net::FrameKind::text, "feed", track_state("0", "1", 0), 270'050);
  classify(270'100);
  EXPECT_TRUE(events_.empty());
  EXPECT_EQ(std::get<net::OpenSocket>(asks_.back()).stream, "laps");
  receive(net::FrameKind::opened, "laps", "", 270'200);
  EXPECT_THAT(std::get<net::SendText>(asks_.back()).text,
              ::testing::HasSubstr(R"("json":{"session":"4600205102","startingNo":""})"));
  std::string list = R"({"PID":"7","SESSION":"4600205102","SECTORS":"3","TYPE":0,"N":80,"DATA":[)";
  for (int lap = 1; lap <= 3; ++lap) {
    list += (lap > 1 ? "," : "") + std::string(R"({"L":)") + std::to_string(lap) + R"(,"N":80,"D":)" +
            std::to_string(kNoonMs + lap * 90'000) + R"(,"T":")" + (lap == 1 ? "00.000" : "1:30.000") +
            R"(","S1":"20.000","S2":"30.000","S3":"40.000"})";
  }
  receive(net::FrameKind::text, "laps", list + "]}", 270'300);
  EXPECT_TRUE(events_.empty());
  pass_time(271'400);
  ASSERT_FALSE(events_.empty());
  EXPECT_NE(event_as<timing::Session>(events_[0]), nullptr);
  EXPECT_TRUE(std::ranges::is_sorted(events_, {}, &timing::Event::at));
  const auto snapshot = race_.snapshot();
  EXPECT_EQ(snapshot->cars[0].laps_done.size(), 3U);
  EXPECT_EQ(snapshot->cars[0].laps_done[2].time, Millis{90'000});
  EXPECT_EQ(snapshot->session.started_at, instant_from_ms(kNoonMs));
  EXPECT_EQ(snapshot->cars[0].laps_done[1].sectors[1], race::ShortMillis{30'000});
}

TEST_F(WigeConversation, ListsOfAnotherSessionAreLeftAlone) {
  classify(100);
  receive(net::FrameKind::text, "feed",
          R"({"PID":"7","SESSION":"1","TYPE":0,"N":80,"DATA":[{"L":9,"N":80,"D":1782043000000,"T":"1:30.000"}]})", 200);
  receive(net::FrameKind::text, "feed",
          R"({"PID":"7","SESSION":"4600205102","TYPE":1,"DATA":[{"CLASS":"SP 9","LAPTIME":"1:30.000","S1":"1:30.000"}]})", 300);
  EXPECT_TRUE(told<timing::Lap>().empty());
  EXPECT_TRUE(problems_.empty());
}

TEST_F(WigeConversation, TheWinnerTakesTheFlagThatHeHasCaused) {
  text_.rows.push_back(row_of("7", "Muster", 0));
  text_.rows[1]["POSITION"] = "2";
  classify(100);
  drive_lap(0, 0);
  text_.track_state = "4";
  classify(91'400);
  pass_point(1, 1, 60'000, "40.000");
  classify(92'000);
  pass_point(1, 3, 95'000, "35.000");
  classify(95'400);
  const auto snapshot = race_.snapshot();
  EXPECT_EQ(snapshot->find(timing::CarNumber("80"))->state, timing::CarState::finished);
  EXPECT_EQ(snapshot->find(timing::CarNumber("7"))->state, timing::CarState::finished);
  EXPECT_EQ(snapshot->flag, timing::FlagKind::chequered);
  pass_time(91'400 + 15 * 60'000);
  EXPECT_EQ(race_.snapshot()->session.state, timing::SessionState::finished);
}

TEST_F(WigeConversation, TrackStateAfterTheChequeredFlagIsThatOfTheNextSession) {
  classify(100);
  drive_lap(0, 0);
  text_.track_state = "4";
  classify(91'400);
  receive(net::FrameKind::text, "feed", track_state("0", "1", 95'000), 95'050);
  EXPECT_EQ(race_.snapshot()->flag, timing::FlagKind::chequered);
  text_.track_state = "0";
  classify(96'400);  // the same session still: the flag was taken back
  EXPECT_EQ(race_.snapshot()->flag, timing::FlagKind::green);
}

TEST_F(WigeConversation, ALostSocketAsksForAnotherConversation) {
  classify(100);
  receive(net::FrameKind::closed, "feed", "reset", 200);
  ASSERT_TRUE(rebuild_);
  adapter_->start(instant_from_ms(kNoonMs + 5000), reaction_);
  collect();
  const std::size_t before = events_.size();
  receive(net::FrameKind::opened, "feed", "", 5100);
  classify(5200);
  EXPECT_EQ(events_.size(), before) << "what was told is not told again";
}

TEST_F(WigeConversation, FramesThatCannotBeReadAreProblemsAndNothingElse) {
  classify(100);
  const std::size_t before = events_.size();
  for (const char* text : {"", "{", "[]", "nonsense", R"({"PID":"88"})", R"({"PID":"0","RESULT":[{]})"})
    receive(net::FrameKind::text, "feed", text, 200);
  EXPECT_EQ(problems_.size(), 6U);
  EXPECT_EQ(events_.size(), before);
  EXPECT_FALSE(rebuild_);
}

TEST(WigeZones, AreAskedForWhenTheirAddressIsGivenAndToldPostByPost) {
  auto adapter = *kWigeSource.make({.base_url = "http://127.0.0.1:1#zones=http://127.0.0.1:2/zones", .series = "n24"});
  Reaction reaction;
  adapter->start(instant_from_ms(kNoonMs), reaction);
  adapter->on_frame({.arrived_at = instant_from_ms(kNoonMs), .kind = net::FrameKind::opened, .stream = "feed"}, reaction);
  ASSERT_EQ(reaction.asks.size(), 3U);
  EXPECT_EQ(std::get<net::Fetch>(reaction.asks[2]).url, "http://127.0.0.1:2/zones");
  ClassificationText text{.rows = {row_of("80", "Sample", 0)}};
  adapter->on_frame(
      {.arrived_at = instant_from_ms(kNoonMs), .kind = net::FrameKind::text, .stream = "feed", .bytes = text.at(kNoonMs)},
      reaction);
  std::vector<timing::Flag> flags;
  for (const char* zones : {R"({"data":[[60,1180],[120,1181],[0,1200]],"meta":{}})", R"({"data":[[60,1180],[-1,1181]]})"}) {
    reaction = {};
    adapter->on_frame({.arrived_at = instant_from_ms(kNoonMs),
                       .kind = net::FrameKind::response,
                       .stream = "zones",
                       .status = 200,
                       .bytes = zones},
                      reaction);
    for (const timing::Event& event : reaction.events) flags.push_back(*event_as<timing::Flag>(event));
  }
  ASSERT_EQ(flags.size(), 3U);
  EXPECT_EQ(flags[0], (timing::Flag{timing::FlagScope::post, 1180, timing::FlagKind::code60}));
  EXPECT_EQ(flags[1].kind, timing::FlagKind::double_yellow);
  EXPECT_EQ(flags[2], (timing::Flag{timing::FlagScope::post, 1181, timing::FlagKind::none}));
}

}  // namespace
}  // namespace stint::live::wige
