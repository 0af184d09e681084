#include "source/live/alkamel/lt2_gap.hpp"

#include <gtest/gtest.h>

namespace stint::live::alkamel {
namespace {

using timing::Millis;

StandingRecord running(std::int32_t lap, std::int64_t lap_start) {
  StandingRecord record;
  record.current_lap = lap;
  record.lap_start = timing::instant_from_ms(lap_start);
  record.running = true;
  return record;
}

// The two check values are of real races.
TEST(Lt2Gap, TheLeaderHasJustBegunAnotherLap) {
  StandingRecord ahead = running(332, 1'539'470'402'612);
  ahead.last_loops = {{6, Millis{53'899}}, {8, Millis{71'962}}};
  StandingRecord behind = running(331, 1'539'470'333'304);
  behind.loops = {{6, Millis{54'028}}};
  EXPECT_EQ(loop_gap(ahead, behind), (LoopGap{.time = Millis{2783}}));
}

TEST(Lt2Gap, OnTheSameLapTheLastCommonLoopCounts) {
  StandingRecord ahead = running(20, 1'552'584'628'031);
  ahead.loops = {{2, Millis{11'629}}, {3, Millis{30'000}}};
  StandingRecord behind = running(20, 1'552'584'628'848);
  behind.loops = {{2, Millis{12'127}}};
  EXPECT_EQ(loop_gap(ahead, behind), (LoopGap{.time = Millis{1315}}));
}

TEST(Lt2Gap, ALapThatTheLeaderHasDoneInFullIsALap) {
  StandingRecord ahead = running(22, 1'552'584'700'000);
  ahead.loops = {{2, Millis{11'000}}};
  ahead.last_loops = {{2, Millis{11'000}}, {8, Millis{70'000}}};
  StandingRecord behind = running(21, 1'552'584'640'000);
  behind.loops = {{2, Millis{11'500}}};
  EXPECT_EQ(loop_gap(ahead, behind), (LoopGap{.laps = 1}));
  behind.current_lap = 19;
  EXPECT_EQ(loop_gap(ahead, behind), (LoopGap{.laps = 3}));
  ahead.loops.clear();
  EXPECT_EQ(loop_gap(ahead, behind), (LoopGap{.laps = 2})) << "it has not come to that loop again";
}

TEST(Lt2Gap, ACarThatStandsHasNone) {
  StandingRecord behind = running(20, 1'552'584'628'848);
  behind.running = false;
  EXPECT_EQ(loop_gap(running(20, 1'552'584'628'031), behind), std::nullopt);
  behind = running(20, 1'552'584'628'848);
  behind.loops = {{2, Millis{12'127}}};
  EXPECT_EQ(loop_gap(running(20, 1'552'584'628'031), behind), std::nullopt) << "the leader's loop is not known";
}

}  // namespace
}  // namespace stint::live::alkamel
