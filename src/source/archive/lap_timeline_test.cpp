#include "source/archive/lap_timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::source::archive {
namespace {

using ::testing::ElementsAre;

LapRow row(std::int32_t lap, int elapsed_s, int time_s) {
  LapRow made;
  made.lap = lap;
  made.elapsed = std::chrono::seconds{elapsed_s};
  made.time = std::chrono::seconds{time_s};
  made.sectors = {FileMillis{30'000}, FileMillis{40'000}, FileMillis{(time_s - 70) * 1000}};
  return made;
}

constexpr FileMillis seconds(int s) { return FileMillis{s * 1000}; }

TEST(LapTimeline, SectorsEndWhereTheyAddUpTo) {
  const LapRow before = row(4, 400, 100);
  const LapTimeline lap = lap_timeline(row(5, 500, 100), &before);
  EXPECT_EQ(lap.start, seconds(400));
  EXPECT_THAT(lap.sector_ends, ElementsAre(seconds(430), seconds(470), seconds(500)));
  EXPECT_EQ(lap.left_pit, std::nullopt);
  EXPECT_FALSE(lap.out_lap);
}

TEST(LapTimeline, AMissingSectorHidesOnlyTheCrossingThatCantBeKnown) {
  const LapRow before = row(4, 400, 100);
  LapRow first_missing = row(5, 500, 100);
  first_missing.sectors[0].reset();
  EXPECT_THAT(lap_timeline(first_missing, &before).sector_ends, ElementsAre(seconds(430), seconds(470), seconds(500)))
      << "known backward from the line";
  LapRow only_first = row(5, 500, 100);
  only_first.sectors[1].reset();
  only_first.sectors[2].reset();
  EXPECT_THAT(lap_timeline(only_first, &before).sector_ends, ElementsAre(seconds(430), std::nullopt, seconds(500)));
  LapRow only_last = row(5, 500, 100);
  only_last.sectors[0].reset();
  only_last.sectors[1].reset();
  EXPECT_THAT(lap_timeline(only_last, &before).sector_ends, ElementsAre(std::nullopt, seconds(470), seconds(500)));
}

TEST(LapTimeline, TheFirstLapBeginsItsTimeBeforeItsEnd) {
  EXPECT_EQ(lap_timeline(row(1, 100, 100), nullptr).start, seconds(0));
  LapRow untimed = row(1, 100, 100);
  untimed.time.reset();
  EXPECT_EQ(lap_timeline(untimed, nullptr).start, std::nullopt);
}

TEST(LapTimeline, AfterAnInLapTheCarLeavesWhenItsTimeInTheLaneIsOver) {
  LapRow in_lap = row(4, 400, 100);
  in_lap.in_pit = true;
  LapRow out_lap = row(5, 560, 160);
  out_lap.sectors = {seconds(90), seconds(40), seconds(30)};
  out_lap.pit_time = seconds(60);
  const LapTimeline lap = lap_timeline(out_lap, &in_lap);
  EXPECT_TRUE(lap.out_lap);
  EXPECT_EQ(lap.left_pit, seconds(460));
}

TEST(LapTimeline, TheCarLeavesBeforeItCrossesAnything) {
  LapRow in_lap = row(4, 400, 100);
  in_lap.in_pit = true;
  LapRow out_lap = row(5, 500, 100);
  out_lap.pit_time = seconds(60);  // begun before the line: longer than the first sector
  EXPECT_EQ(lap_timeline(out_lap, &in_lap).left_pit, seconds(430) - FileMillis{1});
  out_lap.pit_time.reset();
  EXPECT_EQ(lap_timeline(out_lap, &in_lap).left_pit, seconds(430) - FileMillis{1}) << "a stay of unknown length";
}

TEST(LapTimeline, AStayWithoutAnInLapLiesWithinTheLap) {
  const LapRow before = row(4, 400, 100);
  LapRow red_flag = row(5, 4400, 4000);
  red_flag.in_pit = true;
  red_flag.sectors = {seconds(44), seconds(3880), seconds(76)};
  red_flag.pit_time = seconds(3574);
  const LapTimeline lap = lap_timeline(red_flag, &before);
  EXPECT_TRUE(lap.out_lap);
  EXPECT_EQ(lap.left_pit, seconds(400 + 44 + 3880) - FileMillis{1}) << "by the end of the sector that the stay fits into";
}

}  // namespace
}  // namespace stint::source::archive
