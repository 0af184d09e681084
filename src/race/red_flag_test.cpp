#include "race/red_flag.hpp"

#include <gtest/gtest.h>

namespace stint::race {
namespace {

using std::chrono::minutes;

Instant red_at(int minute) { return Instant{minutes{minute}}; }

TEST(RedFlagWatch, KnowsAStandingLap) {
  EXPECT_TRUE(RedFlagWatch::is_standing(minutes{60}, minutes{54}, FlagKind::fcy));
  EXPECT_TRUE(RedFlagWatch::is_standing(minutes{60}, minutes{54}, FlagKind::none)) << "old files have no flag column";
  EXPECT_FALSE(RedFlagWatch::is_standing(minutes{60}, minutes{54}, FlagKind::green)) << "a repair under green";
  EXPECT_FALSE(RedFlagWatch::is_standing(minutes{60}, minutes{5}, FlagKind::fcy)) << "stopped on the track";
  EXPECT_FALSE(RedFlagWatch::is_standing(minutes{4}, minutes{3}, FlagKind::fcy)) << "a stop under caution";
}

TEST(RedFlagWatch, NeedsHalfTheFieldAtTheSameTime) {
  RedFlagWatch watch;
  EXPECT_FALSE(watch.add({0, 10, red_at(10), red_at(70)}, 4));
  EXPECT_FALSE(watch.add({1, 30, red_at(100), red_at(140)}, 4)) << "another time";
  const auto red = watch.add({2, 10, red_at(12), red_at(71)}, 4);
  ASSERT_TRUE(red);
  EXPECT_EQ(red->from, red_at(12));
  EXPECT_EQ(red->until, red_at(70));
  EXPECT_EQ(red->cars.size(), 2U);
}

TEST(RedFlagWatch, OneCarAloneIsNoRedFlag) {
  RedFlagWatch watch;
  EXPECT_FALSE(watch.add({0, 10, red_at(10), red_at(70)}, 1));
}

}  // namespace
}  // namespace stint::race
