#include "source/local_time.hpp"

#include <gtest/gtest.h>

namespace stint::source {
namespace {

using timing::instant_from_ms;

TEST(LocalTime, SummerAtTheRingIsTwoHoursAheadOfUtcAndWinterOne) {
  const auto summer = parse_day_first("14.05.2026 21:44:07.110");
  ASSERT_TRUE(summer);
  EXPECT_EQ(utc_of(*summer, "Europe/Berlin"), instant_from_ms(1'778'787'847'110));
  const auto winter = parse_day_first("14.01.2026 21:44:07");
  ASSERT_TRUE(winter);
  EXPECT_EQ(*winter - *utc_of(*winter, "Europe/Berlin"), std::chrono::hours{1});
  EXPECT_EQ(local_of(*utc_of(*winter, "Europe/Berlin"), "Europe/Berlin"), winter);
}

TEST(LocalTime, TheHourThatAutumnRepeatsIsItsFirstRun) {
  const auto twice = parse_day_first("25.10.2026 02:30:00");
  ASSERT_TRUE(twice);
  EXPECT_EQ(*twice - *utc_of(*twice, "Europe/Berlin"), std::chrono::hours{2});
}

TEST(LocalTime, AnUnknownZoneIsUnknown) { EXPECT_EQ(utc_of(LocalTime{}, "Europe/Nordschleife"), std::nullopt); }

TEST(LocalTime, OnlyDatesAndTimesOfADayAreRead) {
  for (const char* text : {"", "31.02.2026 10:00:00", "28.06.2026", "28.06.2026 24:00:00", "2026-06-28 10:00:00",
                           "28.06.2026 10:00", "28.06.2026 10:60:00", "aa.06.2026 10:00:00"}) {
    EXPECT_EQ(parse_day_first(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace stint::source
