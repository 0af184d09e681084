// Visits to the pit lane, and the state of a car. The numbers in the names are those of the pitfalls in docs/sources/griiip.md.
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
using timing::CarState;

TEST(GriiipPitLane, Pitfall13_AMissedPitOutIsAskedForAndThenTakenFromTheLocation) {
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

TEST(GriiipPitLane, Pitfall13_ALocationOlderThanThePitInSaysNothing) {
  auto feed = Decoded::after_bootstrap();
  feed.push("pit-in", R"({"lapNumber":26,"ts":"2026-06-13T15:35:00Z","pid":400101})", on_the_day("15:35:01"));
  feed.bootstrap(bootstrap_text(R"("carLocations":[{"carLocation":"Track","ts":"2026-06-13T15:34:00Z","pid":400101}])"),
                 on_the_day("15:36:00"));
  EXPECT_FALSE(feed.last.car_left_unseen);
}

TEST(GriiipPitLane, Pitfall13_AStandingCarOfTheFirstPictureHasAStateAndNoPitIn) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(R"("carLocations":[{"carLocation":"Pit","ts":"2026-06-13T15:29:00Z","pid":400102}])"),
                 on_the_day("15:30:00"));
  EXPECT_THAT(feed.all<timing::PitIn>(), IsEmpty());
  ASSERT_THAT(feed.all<timing::CarStatus>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::CarStatus>()[0].state, CarState::in_pit);
}

TEST(GriiipPitLane, Pitfall13_AStopWhosePitInWasLostIsRecoveredFromItsLaneTime) {
  auto feed = Decoded::after_bootstrap();
  feed.push("pit-out",
            R"({"lapNumber":27,"durationMillis":64554,"isMandatory":null,"ts":"2026-06-13T15:40:04.554Z","pid":400101})",
            on_the_day("15:40:05"));
  ASSERT_THAT(feed.all<timing::PitIn>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::PitIn>()[0].lap, 26);
  EXPECT_THAT(feed.instants<timing::PitIn>(), ElementsAre(on_the_day("15:39:00")));
  EXPECT_EQ(feed.all<timing::PitOut>()[0].lane, 64554ms);
}

TEST(GriiipPitLane, Pitfall14_LapZeroIsTheGarage) {
  auto feed = Decoded::after_bootstrap();
  feed.push("pit-in", R"({"lapNumber":0,"ts":"2026-06-13T13:40:00Z","pid":400101})", on_the_day("15:31:00"));
  EXPECT_THAT(feed.events, IsEmpty());
}

TEST(GriiipPitLane, AStopMarksItsInLapAndOutLapWhicheverComesFirst) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap_text(26, 240000, "15:34:08"), on_the_day("15:34:09"));
  feed.push("pit-in", R"({"lapNumber":26,"ts":"2026-06-13T15:34:00Z","pid":400101})", on_the_day("15:34:10"));
  feed.push("pit-out", R"({"lapNumber":27,"durationMillis":70000,"ts":"2026-06-13T15:35:10Z","pid":400101})",
            on_the_day("15:35:10"));
  feed.push("laps", lap_text(27, 250000, "15:38:18"), on_the_day("15:38:19"));
  const auto laps = feed.all<timing::Lap>();
  ASSERT_THAT(laps, SizeIs(3));
  EXPECT_FALSE(laps[0].in_lap);
  EXPECT_TRUE(laps[1].in_lap);
  EXPECT_TRUE(laps[2].out_lap);
}

TEST(GriiipPitLane, RunningStatusBecomesAStateWhenItIsNotTheUsual) {
  auto feed = Decoded::after_bootstrap();
  feed.push("participants-running-status", R"({"status":"Running","pid":400101})", on_the_day("15:31:00"));
  feed.push("participants-running-status", R"({"status":"Retired","pid":400101})", on_the_day("15:32:00"));
  feed.push("participants-running-status", R"({"status":"Retired","pid":400101})", on_the_day("15:33:00"));
  ASSERT_THAT(feed.all<timing::CarStatus>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::CarStatus>()[0].state, CarState::retired);
}

}  // namespace
}  // namespace stint::live::griiip
