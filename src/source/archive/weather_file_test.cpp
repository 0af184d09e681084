#include "source/archive/weather_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::source::archive {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kWeatherHeader =
    "TIME_UTC_SECONDS,TIME_UTC_STR,AIR_TEMP,TRACK_TEMP,HUMIDITY,PRESSURE,WIND_SPEED,WIND_DIRECTION,RAIN,\n";

std::vector<WeatherRow> read_weather(const std::string& text) {
  ComplaintLog log("weather.csv");
  auto weather = parse_weather(text, log);
  EXPECT_TRUE(weather.has_value()) << weather.error().message;
  EXPECT_EQ(log.count(), 0U);
  return weather.value_or(std::vector<WeatherRow>{});
}

TEST(WeatherFile, ReadsAmericanUnits) {
  const auto weather =
      read_weather(std::string(kWeatherHeader) + "1728749467,10/12/2024 4:11:07 PM,74.3,104,47,29.53,10,263,-1,\n");
  ASSERT_EQ(weather.size(), 1U);
  EXPECT_EQ(timing::count_ms(weather[0].at), 1'728'749'467'000);
  EXPECT_NEAR(*weather[0].weather.air_c, 23.5, 1e-9);
  EXPECT_NEAR(*weather[0].weather.track_c, 40.0, 1e-9);
  EXPECT_NEAR(*weather[0].weather.pressure_hpa, 1000.0, 0.01);
  EXPECT_NEAR(*weather[0].weather.wind_kph, 16.09344, 1e-9);
  EXPECT_EQ(weather[0].weather.humidity_pct, 47.0);
  EXPECT_EQ(weather[0].weather.wind_dir_deg, 263.0);
  EXPECT_EQ(weather[0].weather.rain, std::nullopt) << "-1 is no reading";
}

TEST(WeatherFile, ReadsMetricUnitsAndRain) {
  const auto weather = read_weather(
      "TIME_UTC_SECONDS;TIME_UTC_STR;AIR_TEMP;TRACK_TEMP;HUMIDITY;PRESSURE;WIND_SPEED;WIND_DIRECTION;RAIN\n"
      "1745700936;26-Apr-25 20:55:36;28.69;43.2;61.65;993.1;23.76;141;0\n"
      "1745700996;26-Apr-25 20:56:36;28.69;43.2;61.65;993.1;23.76;141;1\n");
  ASSERT_EQ(weather.size(), 2U);
  EXPECT_EQ(weather[0].weather.air_c, 28.69);
  EXPECT_EQ(weather[0].weather.pressure_hpa, 993.1);
  EXPECT_EQ(weather[0].weather.wind_kph, 23.76);
  EXPECT_EQ(weather[0].weather.rain, false);
  EXPECT_EQ(weather[1].weather.rain, true);
}

TEST(WeatherFile, TellsUnitsByTheAirWherePressureIsMissing) {
  const auto american = read_weather(std::string(kWeatherHeader) + "1728749467,,77,,,,,,,\n");
  EXPECT_NEAR(*american[0].weather.air_c, 25.0, 1e-9);
  const auto metric = read_weather(std::string(kWeatherHeader) + "1728749467,,25,,,,,,,\n");
  EXPECT_EQ(metric[0].weather.air_c, 25.0);
  EXPECT_EQ(metric[0].weather.pressure_hpa, std::nullopt);
}

TEST(WeatherFile, PutsReadingsInOrderOfTime) {
  const auto weather = read_weather(std::string(kWeatherHeader) + "1728749527,,25,,,1000,,,,\n1728749467,,24,,,1000,,,,\n");
  ASSERT_EQ(weather.size(), 2U);
  EXPECT_EQ(weather[0].weather.air_c, 24.0);
}

TEST(WeatherFile, ComplainsWithLineAndColumn) {
  ComplaintLog log("weather.csv");
  const auto weather = parse_weather(std::string(kWeatherHeader) +
                                         "yesterday,,25,30,50,1000,5,90,-1,\n"
                                         "1728749467,,warm,30,50,1000,5,90,-1,\n"
                                         "1728749527,,25,30,50,1000,5,412,-1,\n",
                                     log);
  ASSERT_TRUE(weather.has_value());
  ASSERT_EQ(weather->size(), 2U);
  EXPECT_EQ((*weather)[0].weather.air_c, std::nullopt);
  EXPECT_EQ((*weather)[1].weather.wind_dir_deg, std::nullopt);
  ASSERT_EQ(log.count(), 3U);
  EXPECT_EQ(log.listed()[0].line, 2U);
  EXPECT_EQ(log.listed()[0].column, 1U);
  EXPECT_THAT(log.listed()[0].message, HasSubstr("no time in seconds since 1970: 'yesterday'"));
  EXPECT_EQ(log.listed()[1].column, 3U);
  EXPECT_THAT(log.listed()[1].message, HasSubstr("no number: 'warm'"));
  EXPECT_EQ(log.listed()[2].line, 4U);
  EXPECT_EQ(log.listed()[2].column, 8U);
  EXPECT_THAT(log.listed()[2].message, HasSubstr("WIND_DIRECTION is taken as unknown"));
}

TEST(WeatherFile, RefusesAnEmptyFileAndAnotherOne) {
  ComplaintLog log("weather.csv");
  EXPECT_THAT(parse_weather("", log).error().message, HasSubstr("the file is empty"));
  EXPECT_THAT(parse_weather("POSITION;NUMBER;\n", log).error().message, HasSubstr("this is a results file"));
}

}  // namespace
}  // namespace stint::source::archive
