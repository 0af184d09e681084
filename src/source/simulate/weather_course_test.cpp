#include "source/simulate/weather_course.hpp"

#include <gtest/gtest.h>

namespace stint::source {
namespace {

TEST(WeatherCourse, IsWarmerInTheAfternoonThanBeforeDawn) {
  int warmer = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    WeatherCourse weather(RandomStream(seed, "weather"), 24 * kHour, 14 * kHour);
    double afternoon = 0, night = 0;
    for (RaceTime now = kMinute; now <= 24 * kHour; now += kMinute) {
      weather.advance(now);
      if (now == 2 * kHour) afternoon = *weather.reading().air_c;
      if (now == 15 * kHour) night = *weather.reading().air_c;
    }
    warmer += afternoon > night + 3 ? 1 : 0;
  }
  EXPECT_GE(warmer, 18);
}

TEST(WeatherCourse, WetsTheTrackOnlyAfterRainAndDriesIt) {
  bool rained = false;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    WeatherCourse weather(RandomStream(seed, "weather"), 10 * kHour, 10 * kHour);
    bool rain_before = false;
    for (RaceTime now = kMinute; now <= 14 * kHour; now += kMinute) {
      weather.advance(now);
      rain_before |= weather.raining();
      ASSERT_GE(weather.wetness(), 0);
      ASSERT_LE(weather.wetness(), 0.55);
      if (!rain_before) {
        ASSERT_EQ(weather.wetness(), 0);
      }
    }
    rained |= rain_before;
    EXPECT_LT(weather.wetness(), 0.05) << "showers begin before the tenth hour and last 70 minutes at most";
  }
  EXPECT_TRUE(rained);
}

TEST(WeatherCourse, StaysWithinWhatAStationCanRead) {
  WeatherCourse weather(RandomStream(5, "weather"), 100 * kHour, 0);
  for (RaceTime now = kMinute; now <= 100 * kHour; now += kMinute) {
    weather.advance(now);
    const timing::Weather reading = weather.reading();
    ASSERT_GT(*reading.air_c, -5);
    ASSERT_LT(*reading.air_c, 45);
    ASSERT_LT(*reading.track_c, 65);
    ASSERT_GE(*reading.wind_dir_deg, 0);
    ASSERT_LT(*reading.wind_dir_deg, 360);
    ASSERT_GE(*reading.humidity_pct, 30);
    ASSERT_LE(*reading.humidity_pct, 98);
  }
}

}  // namespace
}  // namespace stint::source
