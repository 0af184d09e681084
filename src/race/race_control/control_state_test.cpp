#include "race/race_control/control_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::race {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ControlWords : public ::testing::Test {
 protected:
  void say(std::string_view text) { state.take(parse_race_control(text), now += std::chrono::seconds{10}); }
  void show(FlagKind flag) { state.show(flag, now += std::chrono::seconds{10}); }

  ControlState state;
  Instant now{};
};

TEST_F(ControlWords, NothingIsKnownOfThePitLaneUntilSomethingIsSaid) {
  EXPECT_FALSE(state.pit_lane);
  say("PIT ENTRY CLOSED");
  EXPECT_EQ(state.pit_lane->entry_open, false);
  EXPECT_EQ(state.pit_lane->exit_open, std::nullopt);
  say("PIT EXIT CLOSED");
  EXPECT_EQ(state.pit_lane->exit_open, false);
  say("PIT ENTRY OPEN");
  EXPECT_EQ(state.pit_lane->entry_open, true);
  EXPECT_EQ(state.pit_lane->exit_open, false);
}

TEST_F(ControlWords, ThePitsOpenForClassAfterClassAndThenForAll) {
  say("PITS CLOSED");
  EXPECT_EQ(state.pit_lane->entry_open, false);
  say("PITS OPEN PROTOTYPE");
  EXPECT_THAT(state.pit_lane->open_for, ElementsAre("PROTOTYPE"));
  say("PITS OPEN GT");
  EXPECT_THAT(state.pit_lane->open_for, ElementsAre("PROTOTYPE", "GT"));
  say("PITS OPEN ALL CARS");
  EXPECT_THAT(state.pit_lane->open_for, IsEmpty());
  EXPECT_EQ(state.pit_lane->entry_open, true);
}

TEST_F(ControlWords, GreenOpensWhatWasClosed) {
  say("SHORT YELLOW");
  say("PITS CLOSED");
  EXPECT_TRUE(state.neutralisation->short_procedure);
  show(FlagKind::green);
  EXPECT_EQ(state.pit_lane->entry_open, true);
  EXPECT_FALSE(state.neutralisation);
}

TEST_F(ControlWords, AFullCourseYellowIsAnnouncedInForceAndEnded) {
  say("PREPARE FOR FCY AT 15:08:30");
  ASSERT_TRUE(state.neutralisation);
  EXPECT_EQ(state.neutralisation->phase, MessagePhase::prepare);
  show(FlagKind::green);  // the track is still green: what is announced is still to come
  EXPECT_TRUE(state.neutralisation);
  show(FlagKind::fcy);
  EXPECT_EQ(state.neutralisation->phase, MessagePhase::begin);
  say("FCY WILL END AT 15:10:30");
  EXPECT_EQ(state.neutralisation->phase, MessagePhase::will_end);
  show(FlagKind::fcy);  // said again by the feed: it is about to end all the same
  EXPECT_EQ(state.neutralisation->phase, MessagePhase::will_end);
  show(FlagKind::green);
  EXPECT_FALSE(state.neutralisation);
}

// 2026-06-13, 15:08:10 at a track two hours ahead of UTC.
constexpr Instant kAfternoon = std::chrono::sys_days{std::chrono::year{2026} / 6 / 13} + std::chrono::hours{13} +
                               std::chrono::minutes{8} + std::chrono::seconds{10};

TEST(AnnouncedForAnInstant, BeginsThenThoughNobodySaysSo) {
  for (const std::optional<std::int32_t> offset : {std::optional<std::int32_t>(120), std::optional<std::int32_t>()}) {
    ControlState state;
    state.take(parse_race_control("PREPARE FOR FCY AT 15:08:30"), kAfternoon, offset);
    state.begin_what_is_due(kAfternoon + std::chrono::seconds{19});
    EXPECT_EQ(state.neutralisation->phase, MessagePhase::prepare);
    state.begin_what_is_due(kAfternoon + std::chrono::seconds{21});
    EXPECT_EQ(state.neutralisation->phase, MessagePhase::begin);
    EXPECT_EQ(state.neutralisation->since, kAfternoon + std::chrono::seconds{20});
    EXPECT_FALSE(state.neutralisation->time_of_day);
    state.show(FlagKind::green, kAfternoon + std::chrono::minutes{5});
    EXPECT_FALSE(state.neutralisation) << "it is no longer only announced";
  }
}

TEST(AnnouncedForAnInstant, SlowZonesToo) {
  ControlState state;
  state.take(parse_race_control("PREPARE FOR SLOW AT ZONES 4, 5 AT  15:09:00 (NEXT SLOW AT MP 11, SLOW AT MP 12, MP 17)"),
             kAfternoon, 120);
  state.begin_what_is_due(kAfternoon + std::chrono::seconds{49});
  EXPECT_EQ(state.zones[0].phase, MessagePhase::prepare);
  state.begin_what_is_due(kAfternoon + std::chrono::seconds{50});
  EXPECT_EQ(state.zones[0].phase, MessagePhase::begin);
  EXPECT_THAT(state.zones[0].posts, ElementsAre(12));
}

TEST_F(ControlWords, ASafetyCarTakesOverFromAFullCourseYellow) {
  say("FULL COURSE YELLOW");
  say("SAFETY CAR");
  EXPECT_EQ(state.neutralisation->kind, FlagKind::safety_car);
  say("SAFETY CAR IN THIS LAP");
  EXPECT_EQ(state.neutralisation->phase, MessagePhase::will_end);
  say("GREEN FLAG");
  EXPECT_FALSE(state.neutralisation);
}

TEST_F(ControlWords, SlowZonesComeAndGoOneByOne) {
  say("PREPARE FOR SLOW AT ZONES 4, 5 AT  5:41:00 (NEXT SLOW AT MP 11, SLOW AT MP 12, MP 17)");
  ASSERT_THAT(state.zones, SizeIs(2));
  EXPECT_EQ(state.zones[0].phase, MessagePhase::prepare);
  EXPECT_THAT(state.zones[0].posts, ElementsAre(12));
  EXPECT_THAT(state.zones[1].posts, ElementsAre(17));
  say("NEXT SLOW AT MP 11, SLOW AT ZONES 4, 5 (MP 12, MP 17)");
  EXPECT_EQ(state.zones[1].phase, MessagePhase::begin);
  say("SLOW PROCEDURE IN ZONES 4, 5 WILL END AT  5:51:00");
  EXPECT_EQ(state.zones[0].phase, MessagePhase::will_end);
  EXPECT_THAT(state.zones[0].posts, ElementsAre(12));
  say("NEXT SLOW REMOVED AT MP 11, SLOW ZONE REMOVED AT 4 (MP 12)");
  ASSERT_THAT(state.zones, SizeIs(1));
  EXPECT_EQ(state.zones[0].zone, 5);
}

TEST_F(ControlWords, YellowsAreRemovedPlaceByPlace) {
  say("DOUBLE YELLOW AT MP 6, 11");
  say("YELLOW AT TURN 3-4-T5, 6");
  ASSERT_THAT(state.local_flags, SizeIs(4));
  say("DOUBLE YELLOW REMOVED AT MP 11");
  ASSERT_THAT(state.local_flags, SizeIs(3));
  EXPECT_EQ(state.local_flags[0].place, "MP 6");
  say("DOUBLE YELLOW AT TURN 6");
  say("YELLOW REMOVED AT TURN 6");  // the yellow has become a double one
  EXPECT_THAT(state.local_flags, SizeIs(3));
  say("SLIPPERY SURFACE AT MP 6");
  EXPECT_THAT(state.local_flags, SizeIs(3));
}

}  // namespace
}  // namespace stint::race
