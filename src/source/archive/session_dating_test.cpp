#include "source/archive/session_dating.hpp"

#include <gtest/gtest.h>

namespace stint::source::archive {
namespace {

using namespace std::chrono_literals;

std::vector<WeatherRow> weather_from(std::chrono::sys_seconds first, int readings) {
  std::vector<WeatherRow> weather;
  for (int i = 0; i < readings; ++i) weather.push_back({first + i * 1min, {}});
  return weather;
}

constexpr std::chrono::sys_days kDay = 2024y / std::chrono::October / 12;

TEST(SessionDating, FindsTheOffsetFromUtc) {
  // 12:10:44.575 at the track; the first reading is 22 s later, at 16:11:07 UTC: four hours west.
  const auto dating = date_by_weather(FileMillis{43'844'575}, weather_from(kDay + 16h + 11min + 7s, 10));
  ASSERT_TRUE(dating.has_value());
  EXPECT_EQ(dating->utc_offset_min, -240);
  EXPECT_EQ(dating->dating, timing::Dating::exact);
  EXPECT_EQ(dating->started_at, kDay + 16h + 10min + 44s + 575ms);
}

TEST(SessionDating, CrossesMidnight) {
  // 23:30 at the track in Japan is 14:30 UTC; 20:00 in California is 03:00 UTC of the next day.
  const auto east = date_by_weather(FileMillis{84'600'000}, weather_from(kDay + 14h + 30min + 30s, 10));
  ASSERT_TRUE(east.has_value());
  EXPECT_EQ(east->utc_offset_min, 540);
  EXPECT_EQ(east->started_at, kDay + 14h + 30min);
  const auto west = date_by_weather(FileMillis{72'000'000}, weather_from(kDay + 27h + 30s, 10));
  ASSERT_TRUE(west.has_value());
  EXPECT_EQ(west->utc_offset_min, -420);
  EXPECT_EQ(west->started_at, kDay + 27h);
}

TEST(SessionDating, TheEndOfTheWeatherDoesNotMatter) {
  // Logs run on after a session that was stopped early, and stop early in one that was held up.
  const auto dating = date_by_weather(FileMillis{43'200'000}, weather_from(kDay + 16h + 20s, 300));
  ASSERT_TRUE(dating.has_value());
  EXPECT_EQ(dating->utc_offset_min, -240);
}

TEST(SessionDating, IsUnknownWhereNothingFits) {
  EXPECT_EQ(date_by_weather(FileMillis{43'200'000}, {}), std::nullopt);
  EXPECT_EQ(date_by_weather(FileMillis{43'200'000}, weather_from(kDay + 16h + 7min, 10)), std::nullopt);
}

TEST(SessionDating, IsNominalWithoutWeather) {
  const SessionDating dating = date_nominally(FileMillis{57'600'000});
  EXPECT_EQ(dating.dating, timing::Dating::nominal);
  EXPECT_EQ(timing::count_ms(dating.started_at), 57'600'000);
  EXPECT_EQ(dating.utc_offset_min, std::nullopt);
}

}  // namespace
}  // namespace stint::source::archive
