// Ranks and gaps, from all the places that they occur in. The numbers in the names are those of the pitfalls in
// docs/sources/griiip.md.
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

TEST(GriiipStandings, Pitfall02_RanksAndGapsAreReadNestedInSectorCrossings) {
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

TEST(GriiipStandings, Pitfall02_OfficialRankGivesTheOverallPositionAndGap) {
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

TEST(GriiipStandings, Pitfall04_TheGapOfALappedCarIsLapsAndNoTime) {
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

TEST(GriiipStandings, Pitfall05_GapsDoNotChangePositions) {
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

TEST(GriiipStandings, Pitfall06_ACarWithoutARankHasNoPosition) {
  auto feed = Decoded::after_bootstrap();
  feed.push("gaps", R"([{"gapToFirstMillis":1200,"gapToFirstLaps":0,"pid":400102}])", on_the_day("15:31:00"));
  const auto standings = feed.all<timing::OfficialStanding>();
  ASSERT_THAT(standings, SizeIs(1));
  EXPECT_EQ(standings[0].position, std::nullopt);
  EXPECT_EQ(standings[0].class_position, std::nullopt);
}

TEST(GriiipStandings, Pitfall06_ADeletedRankTakesThePositionAway) {
  auto feed =
      Decoded::after_bootstrap(R"("ranks":[{"overallPosition":4,"position":4,"ts":"2026-06-13T15:29:00Z","pid":400101}])");
  feed.push("ranks",
            R"({"items":[{"overallPosition":4,"position":4,"isDeleted":true,"ts":"2026-06-13T15:31:00Z","pid":400101}]})",
            on_the_day("15:31:00"));
  ASSERT_THAT(feed.all<timing::OfficialStanding>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::OfficialStanding>()[0].position, std::nullopt);
}

TEST(GriiipStandings, Pitfall21_APartOfARowLeavesTheRest) {
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

TEST(GriiipStandings, Pitfall22_OneLapMoreCountsOnlyWhenItIsSaidTwice) {
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

TEST(GriiipStandings, Pitfall22_TheLeaderIsNotALapBehindItself) {
  auto feed = Decoded::after_bootstrap();
  feed.push("official-rank",
            R"({"position":1,"gapToFirstMillis":-1,"gapToFirstLaps":1,"ts":"2026-06-13T15:31:00Z","pid":400101})",
            on_the_day("15:31:00"));
  EXPECT_EQ(feed.all<timing::OfficialStanding>().back().gap_laps, 0);
}

}  // namespace
}  // namespace stint::live::griiip
