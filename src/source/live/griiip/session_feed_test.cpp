// What each view of the service becomes. The numbers in the names are those of the pitfalls in docs/sources/griiip.md.
#include "source/live/griiip/session_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using timing::CarNumber;
using timing::CarState;
using timing::DriverId;
using timing::FlagKind;
using timing::FlagScope;

std::string lap(int number, int ms, std::string_view time, std::string_view more = "") {
  return R"({"sessionPart":1,"lapNumber":)" + std::to_string(number) + R"(,"lapTimeMillis":)" + std::to_string(ms) +
         R"(,"isValid":true,"color":"Gray","ts":"2026-06-13T)" + std::string(time) +
         R"(+00:00","elapsedTimeMillis":-1,"sid":18130,"pid":400101)" + std::string(more) + "}";
}

TEST(GriiipSession, TheBootstrapTellsSessionEntriesAndClock) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:01"));
  ASSERT_THAT(feed.problems, IsEmpty());
  const auto sessions = feed.all<timing::Session>();
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(sessions[0].source, "griiip");
  EXPECT_EQ(sessions[0].source_session_id, "18130");
  EXPECT_EQ(sessions[0].series, "WEC");
  EXPECT_EQ(sessions[0].kind, timing::SessionKind::race);
  EXPECT_EQ(sessions[0].state, timing::SessionState::running);
  EXPECT_EQ(sessions[0].limit, 24h);
  EXPECT_EQ(sessions[0].started_at, on_the_day("14:00:00"));
  EXPECT_EQ(sessions[0].lap_length_m, 13626);
  const auto entries = feed.all<timing::Entry>();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].car, CarNumber("007"));
  EXPECT_EQ(entries[0].key, "400101");
  EXPECT_EQ(entries[0].class_name, "HYPERCAR");
  ASSERT_THAT(entries[0].drivers, SizeIs(2));
  EXPECT_EQ(entries[0].drivers[0].name, "Max MUSTER");
  EXPECT_EQ(entries[0].drivers[0].grade, "platinum");
  EXPECT_EQ(entries[0].drivers[0].country, "DEU");
  EXPECT_EQ(entries[1].car, CarNumber("7"));
}

TEST(GriiipSession, Pitfall01_APidWithoutACarIsDroppedAndAsksForTheBootstrap) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", R"({"lapNumber":5,"lapTimeMillis":200000,"ts":"2026-06-13T15:31:00Z","pid":499999})",
            on_the_day("15:31:00"));
  EXPECT_THAT(feed.events, IsEmpty());
  EXPECT_TRUE(feed.last.unknown_car);
  EXPECT_FALSE(feed.last.timing_seen);
}

TEST(GriiipSession, Pitfall01_PushesWithAPidAloneFindTheirCar) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap(26, 208786, "15:31:00.286"), on_the_day("15:31:01"));
  const auto laps = feed.all<timing::Lap>();
  ASSERT_THAT(laps, SizeIs(1));
  EXPECT_EQ(laps[0].car, CarNumber("007"));
  EXPECT_EQ(laps[0].time, 208786ms);
  EXPECT_THAT(feed.instants<timing::Lap>(), ElementsAre(on_the_day("15:31:00.286")));
}

TEST(GriiipSession, Pitfall02_RanksAndGapsAreReadNestedInSectorCrossings) {
  auto feed = Decoded::after_bootstrap();
  feed.push("sector-cross-updates",
            R"({"sectors":[{"sectorNumber":1,"lapNumber":58,"sectorTimeMillis":33445,"isValid":true,"color":"Green",
"ts":"2026-06-13T15:31:14.7309842+00:00","pid":400101}],
"ranks":{"items":[{"overallPosition":9,"position":9,"isDeleted":false,"lapNumber":58,"pid":400101}]},
"gaps":{"items":[{"gapToFirstMillis":86183,"gapToFirstLaps":0,"isDeleted":false,"lapNumber":58,"pid":400101}]}})",
            on_the_day("15:31:15"));
  const auto sectors = feed.all<timing::Sector>();
  ASSERT_THAT(sectors, SizeIs(1));
  EXPECT_EQ(sectors[0].best, timing::BestMark::personal);
  EXPECT_THAT(feed.instants<timing::Sector>(), ElementsAre(on_the_day("15:31:14.730")));
  const auto standings = feed.all<timing::OfficialStanding>();
  ASSERT_FALSE(standings.empty());
  EXPECT_EQ(standings.back().position, 9);
  EXPECT_EQ(standings.back().gap, 86183ms);
  EXPECT_EQ(standings.back().reference, timing::GapReference::class_leader);
  EXPECT_TRUE(feed.last.nested_timing);
  EXPECT_FALSE(feed.last.proof_of_life);
}

TEST(GriiipSession, Pitfall02_OfficialRankGivesTheOverallPositionAndGap) {
  auto feed = Decoded::after_bootstrap();
  feed.push(
      "official-rank",
      R"({"position":3,"gapToFirstMillis":32987,"gapToFirstLaps":0,"elapsedTimeMillis":14732100,"ts":"2026-06-13T15:32:00Z","pid":400102})",
      on_the_day("15:32:01"));
  const auto standings = feed.all<timing::OfficialStanding>();
  ASSERT_THAT(standings, SizeIs(1));
  EXPECT_EQ(standings[0].position, 3);
  EXPECT_EQ(standings[0].gap, 32987ms);
  EXPECT_EQ(standings[0].reference, timing::GapReference::leader);
  EXPECT_TRUE(feed.last.proof_of_life);
}

TEST(GriiipSession, Pitfall03_EmptyItemsProveNoLife) {
  auto feed = Decoded::after_bootstrap();
  feed.push("ranks", R"({"items":[]})", on_the_day("15:31:00"));
  EXPECT_FALSE(feed.last.proof_of_life);
  EXPECT_FALSE(feed.last.timing_seen);
}

TEST(GriiipSession, Pitfall04_TheGapOfALappedCarIsLapsAndNoTime) {
  auto feed = Decoded::after_bootstrap();
  feed.push("gaps", R"({"items":[{"gapToFirstMillis":-1,"gapToFirstLaps":2,"isDeleted":false,"pid":400102}]})",
            on_the_day("15:31:00"));
  const auto standings = feed.all<timing::OfficialStanding>();
  ASSERT_THAT(standings, SizeIs(1));
  EXPECT_EQ(standings[0].gap, std::nullopt);
  EXPECT_EQ(standings[0].gap_laps, 2);
  feed.events.clear();
  feed.push("gaps", R"({"items":[{"gapToFirstMillis":-1,"gapToFirstLaps":0,"isDeleted":false,"pid":400101}]})",
            on_the_day("15:31:01"));
  EXPECT_THAT(feed.events, IsEmpty());
}

TEST(GriiipSession, Pitfall05_GapsDoNotChangePositions) {
  auto feed = Decoded::after_bootstrap(R"("ranks":[{"overallPosition":1,"position":1,"ts":"2026-06-13T15:29:00Z","pid":400101},
{"overallPosition":2,"position":1,"ts":"2026-06-13T15:29:00Z","pid":400102}])");
  feed.push(
      "gaps",
      R"([{"gapToFirstMillis":0,"gapToFirstLaps":0,"pid":400102},{"gapToFirstMillis":500,"gapToFirstLaps":0,"pid":400101}])",
      on_the_day("15:31:00"));
  for (const auto& standing : feed.all<timing::OfficialStanding>()) {
    EXPECT_EQ(standing.position, standing.car == CarNumber("007") ? 1 : 2);
  }
}

TEST(GriiipSession, Pitfall06_ACarWithoutARankHasNoPosition) {
  auto feed = Decoded::after_bootstrap();
  feed.push("gaps", R"([{"gapToFirstMillis":1200,"gapToFirstLaps":0,"pid":400102}])", on_the_day("15:31:00"));
  const auto standings = feed.all<timing::OfficialStanding>();
  ASSERT_THAT(standings, SizeIs(1));
  EXPECT_EQ(standings[0].position, std::nullopt);
  EXPECT_EQ(standings[0].class_position, std::nullopt);
}

TEST(GriiipSession, Pitfall06_ADeletedRankTakesThePositionAway) {
  auto feed =
      Decoded::after_bootstrap(R"("ranks":[{"overallPosition":4,"position":4,"ts":"2026-06-13T15:29:00Z","pid":400101}])");
  feed.push("ranks",
            R"({"items":[{"overallPosition":4,"position":4,"isDeleted":true,"ts":"2026-06-13T15:31:00Z","pid":400101}]})",
            on_the_day("15:31:00"));
  ASSERT_THAT(feed.all<timing::OfficialStanding>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::OfficialStanding>()[0].position, std::nullopt);
}

TEST(GriiipSession, Pitfall08_ABareYellowIsALocalOne) {
  auto feed = Decoded::after_bootstrap();
  feed.push("race-flags", R"({"flag":"Yellow","sectorNumbers":[],"ts":"2026-06-13T15:40:00Z"})", on_the_day("15:40:00"));
  feed.push("race-flags", R"({"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T15:40:00.4Z"})", on_the_day("15:40:01"));
  for (const auto& flag : feed.all<timing::Flag>())
    EXPECT_FALSE(flag.scope == FlagScope::track && flag.kind != FlagKind::green);
  EXPECT_EQ(feed.all<timing::Flag>().front().kind, FlagKind::yellow);
}

TEST(GriiipSession, Pitfall08_RaceControlsWordsMakeAFullCourseYellow) {
  auto feed = Decoded::after_bootstrap();
  // Local time is two hours ahead of UTC; only minutes and seconds count.
  feed.push("RaceLog",
            R"({"type":"RCMessage","text":"PREPARE FOR FCY AT 17:41:00","raceLogItemId":"1","ts":"2026-06-13T15:40:30Z"})",
            on_the_day("15:40:31"));
  EXPECT_THAT(feed.all<timing::Flag>(), IsEmpty());
  feed.on_time(on_the_day("15:41:00"));
  ASSERT_THAT(feed.all<timing::Flag>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Flag>()[0].kind, FlagKind::fcy);
  EXPECT_THAT(feed.instants<timing::Flag>(), ElementsAre(on_the_day("15:41:00")));
  feed.events.clear();
  feed.push("race-flags", R"({"flag":"Yellow","sectorNumbers":[],"ts":"2026-06-13T15:43:00Z"})", on_the_day("15:43:00"));
  feed.push("race-flags", R"({"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T15:43:05Z"})", on_the_day("15:43:05"));
  for (const auto& flag : feed.all<timing::Flag>()) EXPECT_EQ(flag.scope, FlagScope::sector);  // a local pair within it
  feed.events.clear();
  feed.push("RaceLog",
            R"({"type":"RCMessage","text":"FCY WILL END AT 17:45:30","raceLogItemId":"2","ts":"2026-06-13T15:45:00Z"})",
            on_the_day("15:45:00"));
  feed.on_time(on_the_day("15:45:30"));
  ASSERT_THAT(feed.all<timing::Flag>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Flag>()[0].kind, FlagKind::green);
}

TEST(GriiipSession, Pitfall08_TheSafetyCarIsBelievedWithoutWords) {
  auto feed = Decoded::after_bootstrap();
  feed.push("race-flags", R"({"flag":"SafetyCar","sectorNumbers":[],"ts":"2026-06-13T15:40:00Z"})", on_the_day("15:40:00"));
  ASSERT_THAT(feed.all<timing::Flag>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Flag>()[0].kind, FlagKind::safety_car);
}

TEST(GriiipSession, Pitfall08_TheEndOfAFullCourseYellowDoesNotEndTheSafetyCar) {
  auto feed = Decoded::after_bootstrap();
  const auto say = [&](const char* text, const char* id, const char* at) {
    feed.push("RaceLog",
              R"({"type":"RCMessage","text":")" + std::string(text) + R"(","raceLogItemId":")" + id + R"(","ts":"2026-06-13T)" +
                  at + "Z\"}",
              on_the_day(at));
  };
  say("FULL COURSE YELLOW", "1", "15:40:00");
  say("FCY WILL END AT 17:44:00", "2", "15:43:00");
  say("SAFETY CAR", "3", "15:43:30");
  feed.events.clear();
  feed.on_time(on_the_day("15:44:10"));
  EXPECT_THAT(feed.all<timing::Flag>(), IsEmpty());
}

TEST(GriiipSession, Pitfall09_FlagHistoryIsToldAsHistoryAndOnlyOnce) {
  const std::string history =
      R"("raceFlags":[{"flag":"SafetyCar","sectorNumbers":[],"ts":"2026-06-13T14:30:00Z","elapsedTimeMillis":1800000},
{"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T14:00:10Z","elapsedTimeMillis":0},
{"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T14:51:10Z","elapsedTimeMillis":0}])";
  Decoded feed;
  feed.bootstrap(bootstrap_text(history), on_the_day("15:30:00"));
  EXPECT_THAT(feed.instants<timing::Flag>(),
              ElementsAre(on_the_day("14:00:10"), on_the_day("14:30:00"), on_the_day("14:51:10")));
  feed.events.clear();
  feed.bootstrap(bootstrap_text(history), on_the_day("15:31:00"));
  EXPECT_THAT(feed.all<timing::Flag>(), IsEmpty());
}

TEST(GriiipSession, Pitfall10_LapsNewestFirstAreAllTold) {
  Decoded feed;
  feed.bootstrap(bootstrap_text("\"laps\":[" + lap(3, 210000, "14:10:30") + "," + lap(2, 210000, "14:07:00") + "," +
                                lap(1, 210000, "14:03:30") + "]"),
                 on_the_day("14:11:00"));
  EXPECT_THAT(feed.all<timing::Lap>(), SizeIs(3));
  feed.events.clear();
  feed.push("laps", lap(2, 210000, "14:07:00"), on_the_day("14:12:00"));
  EXPECT_THAT(feed.events, IsEmpty());
  feed.push("laps", lap(2, 211111, "14:06:59"), on_the_day("14:12:00"));  // older word, other content
  EXPECT_THAT(feed.events, IsEmpty());
}

TEST(GriiipSession, Pitfall10_ANewerWordOnALapIsACorrection) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap(25, 208000, "15:30:30"), on_the_day("15:30:31"));
  feed.events.clear();
  std::string deleted = lap(25, 208000, "15:33:30");
  deleted.replace(deleted.find("true"), 4, "false");
  feed.push("laps", deleted, on_the_day("15:33:31"));
  ASSERT_THAT(feed.all<timing::Lap>(), SizeIs(1));
  EXPECT_FALSE(feed.all<timing::Lap>()[0].valid);
  EXPECT_THAT(feed.instants<timing::Lap>(), ElementsAre(on_the_day("15:30:30")));
}

TEST(GriiipSession, ALapStampedWhenItWasSentAgainIsPutRightByItsNeighbours) {
  Decoded feed;
  feed.bootstrap(bootstrap_text("\"laps\":[" + lap(4, 210000, "14:14:00") + "," + lap(3, 210000, "14:14:00") + "," +
                                lap(2, 210000, "14:07:00") + "]"),
                 on_the_day("14:15:00"));
  auto instants = feed.instants<timing::Lap>();
  std::ranges::sort(instants);
  EXPECT_THAT(instants, ElementsAre(on_the_day("14:07:00"), on_the_day("14:10:30"), on_the_day("14:14:00")));
}

TEST(GriiipSession, Pitfall11_TheDriverIsTheOneOfTheExternalId) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:00"));
  const auto changes = feed.all<timing::DriverChange>();
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].to,
            DriverId("2"));  // Jo SAMPLE, though the row's letters are the first driver's and driverId 2 is another
  EXPECT_EQ(changes[0].from, std::nullopt);
  EXPECT_EQ(feed.all<timing::Entry>()[0].team, "ALDER RACING");
}

TEST(GriiipSession, Pitfall12_ADriverSwapToldTwiceIsOneChange) {
  auto feed = Decoded::after_bootstrap();
  feed.push("participants", R"({"pid":400101,"currentDriverId":"1","ts":"2026-06-13T15:45:02Z"})", on_the_day("15:45:03"));
  feed.push(
      "RaceLog",
      R"({"type":"DriverSwap","previousDriverId":"2","newDriverId":"1","raceLogItemId":"swap-1","ts":"2026-06-13T15:45:02.228Z","pid":400101})",
      on_the_day("15:45:04"));
  const auto changes = feed.all<timing::DriverChange>();
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].from, DriverId("2"));
  EXPECT_EQ(changes[0].to, DriverId("1"));
}

TEST(GriiipSession, Pitfall12_ASwapOfTheRaceLogAloneCounts) {
  auto feed = Decoded::after_bootstrap();
  feed.push(
      "RaceLog",
      R"({"type":"DriverSwap","previousDriverId":"2","newDriverId":"1","raceLogItemId":"swap-1","ts":"2026-06-13T15:45:02.228Z","pid":400101})",
      on_the_day("15:45:04"));
  feed.push("participants", R"({"pid":400101,"currentDriverId":"1","ts":"2026-06-13T15:45:02Z"})", on_the_day("15:45:05"));
  ASSERT_THAT(feed.all<timing::DriverChange>(), SizeIs(1));
}

TEST(GriiipSession, Pitfall13_AMissedPitOutIsAskedForAndThenTakenFromTheLocation) {
  auto feed = Decoded::after_bootstrap(R"("pitIns":[{"lapNumber":20,"ts":"2026-06-13T15:20:00Z","pid":400101}])");
  const std::string on_track =
      bootstrap_text(R"("carLocations":[{"carLocation":"Track","ts":"2026-06-13T15:29:00Z","pid":400101}])");
  feed.bootstrap(on_track, on_the_day("15:31:00"));
  EXPECT_TRUE(feed.last.car_left_unseen);
  EXPECT_THAT(feed.all<timing::PitOut>(), IsEmpty());
  feed.bootstrap(on_track, on_the_day("15:32:00"));
  ASSERT_THAT(feed.all<timing::PitOut>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::PitOut>()[0].lap, 21);
  EXPECT_EQ(feed.all<timing::PitOut>()[0].lane, std::nullopt);
}

TEST(GriiipSession, Pitfall13_ALocationOlderThanThePitInSaysNothing) {
  auto feed = Decoded::after_bootstrap();
  feed.push("pit-in", R"({"lapNumber":26,"ts":"2026-06-13T15:35:00Z","pid":400101})", on_the_day("15:35:01"));
  feed.bootstrap(bootstrap_text(R"("carLocations":[{"carLocation":"Track","ts":"2026-06-13T15:34:00Z","pid":400101}])"),
                 on_the_day("15:36:00"));
  EXPECT_FALSE(feed.last.car_left_unseen);
}

TEST(GriiipSession, Pitfall13_AStandingCarOfTheFirstPictureHasAStateAndNoPitIn) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(R"("carLocations":[{"carLocation":"Pit","ts":"2026-06-13T15:29:00Z","pid":400102}])"),
                 on_the_day("15:30:00"));
  EXPECT_THAT(feed.all<timing::PitIn>(), IsEmpty());
  ASSERT_THAT(feed.all<timing::CarStatus>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::CarStatus>()[0].state, CarState::in_pit);
}

TEST(GriiipSession, Pitfall13_AStopWhosePitInWasLostIsRecoveredFromItsLaneTime) {
  auto feed = Decoded::after_bootstrap();
  feed.push("pit-out",
            R"({"lapNumber":27,"durationMillis":64554,"isMandatory":null,"ts":"2026-06-13T15:40:04.554Z","pid":400101})",
            on_the_day("15:40:05"));
  ASSERT_THAT(feed.all<timing::PitIn>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::PitIn>()[0].lap, 26);
  EXPECT_THAT(feed.instants<timing::PitIn>(), ElementsAre(on_the_day("15:39:00")));
  EXPECT_EQ(feed.all<timing::PitOut>()[0].lane, 64554ms);
}

TEST(GriiipSession, Pitfall14_LapZeroIsTheGarage) {
  auto feed = Decoded::after_bootstrap();
  feed.push("pit-in", R"({"lapNumber":0,"ts":"2026-06-13T13:40:00Z","pid":400101})", on_the_day("15:31:00"));
  EXPECT_THAT(feed.events, IsEmpty());
}

TEST(GriiipSession, AStopMarksItsInLapAndOutLapWhicheverComesFirst) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap(26, 240000, "15:34:08"), on_the_day("15:34:09"));
  feed.push("pit-in", R"({"lapNumber":26,"ts":"2026-06-13T15:34:00Z","pid":400101})", on_the_day("15:34:10"));
  feed.push("pit-out", R"({"lapNumber":27,"durationMillis":70000,"ts":"2026-06-13T15:35:10Z","pid":400101})",
            on_the_day("15:35:10"));
  feed.push("laps", lap(27, 250000, "15:38:18"), on_the_day("15:38:19"));
  const auto laps = feed.all<timing::Lap>();
  ASSERT_THAT(laps, SizeIs(3));
  EXPECT_FALSE(laps[0].in_lap);
  EXPECT_TRUE(laps[1].in_lap);
  EXPECT_TRUE(laps[2].out_lap);
}

TEST(GriiipSession, Pitfall15_TheClockRunsOnFromItsStamp) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:00.500"));
  const auto clocks = feed.all<timing::Clock>();
  ASSERT_THAT(clocks, SizeIs(1));
  EXPECT_EQ(clocks[0].elapsed, 90min);  // 89 min at 15:29, asked for at 15:30
  EXPECT_THAT(feed.instants<timing::Clock>(), ElementsAre(on_the_day("15:30:00")));
  feed.events.clear();
  feed.push(
      "session-clock",
      R"({"increment":0,"startTime":"2026-06-13T14:00:00Z","tsNow":"2026-06-13T15:45:00Z","ts":"2026-06-13T15:40:00Z","elapsedTimeMillis":6000000})",
      on_the_day("15:45:00"));
  ASSERT_THAT(feed.all<timing::Clock>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Clock>()[0].elapsed, 100min);
  EXPECT_FALSE(feed.all<timing::Clock>()[0].running);
}

TEST(GriiipSession, Pitfall15_AClockThatSaysNothingNewIsNotToldAgain) {
  auto feed = Decoded::after_bootstrap();
  feed.push(
      "session-clock",
      R"({"increment":1,"startTime":"2026-06-13T14:00:00Z","tsNow":"2026-06-13T15:45:00Z","ts":"2026-06-13T15:29:00Z","elapsedTimeMillis":5340000})",
      on_the_day("15:45:00"));
  EXPECT_THAT(feed.events, IsEmpty());
}

TEST(GriiipSession, Pitfall16_TheTimeThatRemainsComesFromTheLimit) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:00"));
  EXPECT_EQ(feed.all<timing::Clock>()[0].remaining, 22h + 30min);
  std::string unlimited = bootstrap_text();
  unlimited.replace(unlimited.find("86400"), 5, "-1");
  Decoded other;
  other.bootstrap(unlimited, on_the_day("15:30:00"));
  EXPECT_EQ(other.all<timing::Clock>()[0].remaining, std::nullopt);
  EXPECT_EQ(other.all<timing::Session>()[0].limit, std::nullopt);
}

TEST(GriiipSession, Pitfall17_TheKindOfASessionWithoutATypeIsInItsName) {
  const std::vector<std::pair<std::string, timing::SessionKind>> rows = {{"Hyperpole LMGT3", timing::SessionKind::qualifying},
                                                                         {"Free Practice 2", timing::SessionKind::practice},
                                                                         {"Warm Up", timing::SessionKind::warmup},
                                                                         {"Race 2", timing::SessionKind::race},
                                                                         {"Prologue Morning", timing::SessionKind::test},
                                                                         {"Parade", timing::SessionKind::unknown}};
  for (const auto& [name, kind] : rows) {
    Decoded feed;
    feed.bootstrap(R"({"sessionInfo":{"sessionName":")" + name +
                       R"(","sessionType":"","startTime":"2026-06-13T14:00:00Z","isStarted":true}})",
                   on_the_day("14:01:00"));
    EXPECT_EQ(feed.all<timing::Session>()[0].kind, kind) << name;
  }
}

TEST(GriiipSession, Pitfall20_TyresAreTheirCompounds) {
  auto feed = Decoded::after_bootstrap();
  const auto tyre = [](const char* id, const char* compound) {
    return R"({"id":")" + std::string(id) + R"(","compound":")" + compound + R"(","ageInLaps":7,"isChanged":true})";
  };
  feed.push("tires",
            R"({"pid":400101,"tires":[)" + tyre("frontLeft", "MEDIUM") + "," + tyre("frontRight", "MEDIUM") + "," +
                tyre("rearLeft", "MEDIUM") + "," + tyre("rearRight", "MEDIUM") + "]}",
            on_the_day("15:31:00"));
  feed.push("tires",
            R"({"pid":400102,"tires":[)" + tyre("frontLeft", "SOFT") + "," + tyre("frontRight", "HARD") + "," +
                tyre("rearLeft", "HARD") + "," + tyre("rearRight", "HARD") + "]}",
            on_the_day("15:31:00"));
  const auto telemetry = feed.all<timing::Telemetry>();
  ASSERT_THAT(telemetry, SizeIs(2));
  EXPECT_EQ(telemetry[0].tyres, "MEDIUM");
  EXPECT_EQ(telemetry[1].tyres, "SOFT/HARD/HARD/HARD");
}

TEST(GriiipSession, Pitfall21_APartOfARowLeavesTheRest) {
  auto feed = Decoded::after_bootstrap(R"("ranks":[{"overallPosition":5,"position":5,"ts":"2026-06-13T15:29:00Z","pid":400101}],
"gaps":[{"gapToFirstMillis":61317,"gapToFirstLaps":0,"ts":"2026-06-13T15:29:00Z","pid":400101}],"carsEnergyTanks":{"items":[{"pid":400101,"e":63.4,"t":1}]})");
  feed.push("ranks", R"({"items":[{"overallPosition":4,"ts":"2026-06-13T15:31:00Z","pid":400101}]})", on_the_day("15:31:00"));
  const auto standing = feed.all<timing::OfficialStanding>().back();
  EXPECT_EQ(standing.position, 4);
  EXPECT_EQ(standing.class_position, 5);
  EXPECT_EQ(standing.gap, 61317ms);
  feed.push("participants", R"({"pid":400101,"lastname":"MUSTER"})", on_the_day("15:31:01"));
  EXPECT_THAT(feed.all<timing::Entry>(), IsEmpty());
  feed.push(
      "tires",
      R"({"pid":400101,"tires":[{"id":"frontLeft","compound":"WET"},{"id":"frontRight","compound":"WET"},{"id":"rearLeft","compound":"WET"},{"id":"rearRight","compound":"WET"}]})",
      on_the_day("15:31:02"));
  EXPECT_EQ(feed.all<timing::Telemetry>().back().energy_pct, 63.4);
}

TEST(GriiipSession, Pitfall22_OneLapMoreCountsOnlyWhenItIsSaidTwice) {
  auto feed = Decoded::after_bootstrap();
  const auto gap = [&](int ms, int laps, const char* at) {
    feed.push("official-rank",
              R"({"position":2,"gapToFirstMillis":)" + std::to_string(ms) + R"(,"gapToFirstLaps":)" + std::to_string(laps) +
                  R"(,"ts":"2026-06-13T)" + at + R"(Z","pid":400102})",
              on_the_day(at));
  };
  gap(1500, 0, "15:31:00");
  gap(-1, 1, "15:31:15");  // flicker
  gap(1600, 0, "15:31:30");
  for (const auto& standing : feed.all<timing::OfficialStanding>()) EXPECT_EQ(standing.gap_laps, 0);
  gap(-1, 1, "15:31:45");
  gap(-1, 1, "15:31:45");  // the same item again is no second word
  EXPECT_EQ(feed.all<timing::OfficialStanding>().back().gap_laps, 0);
  gap(-1, 1, "15:32:00");
  EXPECT_EQ(feed.all<timing::OfficialStanding>().back().gap_laps, 1);
}

TEST(GriiipSession, Pitfall22_TheLeaderIsNotALapBehindItself) {
  auto feed = Decoded::after_bootstrap();
  feed.push("official-rank",
            R"({"position":1,"gapToFirstMillis":-1,"gapToFirstLaps":1,"ts":"2026-06-13T15:31:00Z","pid":400101})",
            on_the_day("15:31:00"));
  EXPECT_EQ(feed.all<timing::OfficialStanding>().back().gap_laps, 0);
}

TEST(GriiipSession, Pitfall24_TwoMessagesOfOneIdAreTwo) {
  auto feed = Decoded::after_bootstrap();
  const auto say = [&](const char* text) {
    feed.push("race-log",
              R"({"type":"RCMessage","text":")" + std::string(text) +
                  R"(","raceLogItemId":"1781373547957","ts":"2026-06-13T15:59:07Z"})",
              on_the_day("15:59:08"));
  };
  say("DOUBLE YELLOW AT MP 3");
  say("DOUBLE YELLOW AT MP 3");
  say("CAR 007 - REPRIMAND - PIT STOP");
  const auto messages = feed.all<timing::RaceControl>();
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_NE(messages[0].id, messages[1].id);
  EXPECT_THAT(messages[1].cars, ElementsAre(CarNumber("007")));
}

TEST(GriiipSession, TheFirstLapAfterTheFlagTakesIt) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap(25, 208000, "15:30:30"), on_the_day("15:30:31"));
  feed.push("laps", R"({"lapNumber":20,"lapTimeMillis":240000,"isValid":true,"ts":"2026-06-13T15:30:00Z","pid":400102})",
            on_the_day("15:30:32"));
  feed.push("race-flags", R"({"flag":"Chequered","sectorNumbers":[],"ts":"2026-06-13T15:30:31Z"})", on_the_day("15:30:33"));
  feed.push("laps", R"({"lapNumber":21,"lapTimeMillis":240000,"isValid":true,"ts":"2026-06-13T15:34:00Z","pid":400102})",
            on_the_day("15:34:01"));
  std::vector<std::pair<std::string, int>> flagged;
  for (const auto& told : feed.all<timing::Lap>()) {
    if (told.flag == FlagKind::chequered) flagged.emplace_back(told.car.str(), told.lap);
  }
  EXPECT_THAT(flagged, ElementsAre(std::pair(std::string("007"), 25), std::pair(std::string("7"), 21)));
}

TEST(GriiipSession, TheSessionIsFinishedSomeTimeAfterItsFlag) {
  auto feed = Decoded::after_bootstrap();
  feed.push("race-flags", R"({"flag":"Chequered","sectorNumbers":[],"ts":"2026-06-13T15:40:00Z"})", on_the_day("15:40:00"));
  feed.on_time(on_the_day("15:45:00"));
  EXPECT_THAT(feed.all<timing::Session>(), IsEmpty());
  feed.on_time(on_the_day("15:50:00"));
  ASSERT_THAT(feed.all<timing::Session>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Session>()[0].state, timing::SessionState::finished);
}

TEST(GriiipSession, WeatherIsToldWhenItIsNewer) {
  auto feed = Decoded::after_bootstrap();
  const std::string view =
      R"({"temperature":26,"humidity":54,"pressure":1016.6,"trackTemperature":33.2,"windDirectionCode":"WNW","windSpeedKph":6,
"sky":"Cloudy","ts":"2026-06-13T15:23:09+00:00"})";
  feed.push("Weather", view, on_the_day("15:31:00"));
  feed.push("Weather", view, on_the_day("15:32:00"));
  const auto weather = feed.all<timing::Weather>();
  ASSERT_THAT(weather, SizeIs(1));
  EXPECT_EQ(weather[0].wind_dir_deg, 292.5);
  EXPECT_EQ(weather[0].pressure_hpa, 1016.6);
  EXPECT_EQ(weather[0].rain, std::nullopt);
}

TEST(GriiipSession, RunningStatusBecomesAStateWhenItIsNotTheUsual) {
  auto feed = Decoded::after_bootstrap();
  feed.push("participants-running-status", R"({"status":"Running","pid":400101})", on_the_day("15:31:00"));
  feed.push("participants-running-status", R"({"status":"Retired","pid":400101})", on_the_day("15:32:00"));
  feed.push("participants-running-status", R"({"status":"Retired","pid":400101})", on_the_day("15:33:00"));
  ASSERT_THAT(feed.all<timing::CarStatus>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::CarStatus>()[0].state, CarState::retired);
}

TEST(GriiipSession, AnUnknownChannelIsComplainedOfOnce) {
  auto feed = Decoded::after_bootstrap();
  for (int i = 0; i < 3; ++i) feed.push("brake-discs", "{}", on_the_day("15:31:00"));
  feed.push("pit-standing-start", R"({"anything":1})", on_the_day("15:31:00"));
  feed.push("car-telemetry-400101", R"({"speed":271})", on_the_day("15:31:00"));
  ASSERT_THAT(feed.problems, SizeIs(1));
  EXPECT_NE(feed.problems[0].message.find("brake-discs"), std::string::npos);
}

TEST(GriiipSession, MissingAndSentinelMembersStayUnknown) {
  auto feed = Decoded::after_bootstrap();
  for (const char* channel :
       {"ranks", "gaps", "official-rank", "laps", "sector-cross-updates", "session-info", "session-clock", "race-flags",
        "participants", "pit-in", "pit-out", "tires", "Weather", "cars-energy-tanks", "RaceLog", "cars-geo-locations"}) {
    for (const char* view :
         {"{}", "[]", "null", "5", R"({"items":[{}, null, 3]})", R"({"pid":400101})",
          R"({"pid":400101,"lapNumber":-1,"lapTimeMillis":-2,"ts":"0001-01-01T00:00:00+00:00","elapsedTimeMillis":-2})"}) {
      feed.push(channel, view, on_the_day("15:31:00"));
    }
  }
  EXPECT_THAT(feed.all<timing::Lap>(), IsEmpty());
  EXPECT_THAT(feed.all<timing::OfficialStanding>(), SizeIs(testing::Le(1)));
}

}  // namespace
}  // namespace stint::live::griiip
