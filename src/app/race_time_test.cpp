#include "app/race_time.hpp"

#include <gtest/gtest.h>

namespace stint::app {
namespace {

using timing::Millis;

TEST(RaceTime, ReadsHoursMinutesAndSecondsAlsoBeyondADay) {
  EXPECT_EQ(parse_race_time("00:00:00").value(), Millis{0});
  EXPECT_EQ(parse_race_time("17:03:59").value(), Millis{61439000});
  EXPECT_EQ(parse_race_time("24:03:01.25").value(), Millis{86581250});
}

TEST(RaceTime, RefusesWhatIsNoTimeOfARace) {
  for (const std::string_view wrong : {"", "17", "17:00", "17:60:00", "17:00:60", "-1:00:00", "1:2:3:4", "a:00:00",
                                       "00:00:1.2345", "00:00:1.", "1000:00:00"}) {
    const auto time = parse_race_time(wrong);
    EXPECT_FALSE(time) << wrong;
    if (!time) {
      EXPECT_EQ(time.error().code, ErrorCode::bad_argument);
    }
  }
}

TEST(RaceTime, WritesTheShortestFormThatFits) {
  EXPECT_EQ(clock_text(Millis{86581999}), "24:03:01");
  EXPECT_EQ(lap_time_text(Millis{58100}), "58.100");
  EXPECT_EQ(lap_time_text(Millis{208512}), "3:28.512");
  EXPECT_EQ(lap_time_text(Millis{3723004}), "1:02:03.004");
  EXPECT_EQ(lap_time_text(std::optional<Millis>{}), "-");
}

TEST(RaceTime, AGapIsInLapsFromOneLapOnAndADashIfUnknown) {
  race::Gap gap;
  EXPECT_EQ(gap_text(gap, false), "-");
  gap.time = Millis{12345};
  EXPECT_EQ(gap_text(gap, false), "+12.345");
  EXPECT_EQ(gap_text(gap, true), "-");
  gap.laps = 1;
  EXPECT_EQ(gap_text(gap, false), "+1 LAP");
  gap.laps = 2;
  EXPECT_EQ(gap_text(gap, false), "+2 LAPS");
}

}  // namespace
}  // namespace stint::app
