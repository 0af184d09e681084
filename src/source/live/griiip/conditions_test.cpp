// Weather and tyres. The numbers in the names are those of the pitfalls in docs/sources/griiip.md.
#include "source/live/griiip/session_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using testing::SizeIs;

TEST(GriiipConditions, Pitfall20_TyresAreTheirCompounds) {
  auto feed = Decoded::after_bootstrap();
  const auto tyre = [](const char* id, const char* compound) {
    return R"({"id":")" + std::string(id) + R"(","compound":")" + compound + R"(","ageInLaps":7,"isChanged":true})";
  };
  feed.push("tires",
            R"({"pid":400101,"tires":[)" + tyre("frontLeft", "MEDIUM") + "," + tyre("frontRight", "MEDIUM") + "," +
                tyre("rearLeft", "MEDIUM") + "," + tyre("rearRight", "MEDIUM") + "]}",
            on_the_day("15:31:00"));
  feed.push("tires",
            R"({"pid":400102,"tires":[)" + tyre("frontLeft", "SOFT") + "," + tyre("frontRight", "HARD") + "," +
                tyre("rearLeft", "HARD") + "," + tyre("rearRight", "HARD") + "]}",
            on_the_day("15:31:00"));
  const auto telemetry = feed.all<timing::Telemetry>();
  ASSERT_THAT(telemetry, SizeIs(2));
  EXPECT_EQ(telemetry[0].tyres, "MEDIUM");
  EXPECT_EQ(telemetry[1].tyres, "SOFT/HARD/HARD/HARD");
}

TEST(GriiipConditions, WeatherIsToldWhenItIsNewer) {
  auto feed = Decoded::after_bootstrap();
  const std::string view =
      R"({"temperature":26,"humidity":54,"pressure":1016.6,"trackTemperature":33.2,"windDirectionCode":"WNW","windSpeedKph":6,
"sky":"Cloudy","ts":"2026-06-13T15:23:09+00:00"})";
  feed.push("Weather", view, on_the_day("15:31:00"));
  feed.push("Weather", view, on_the_day("15:32:00"));
  const auto weather = feed.all<timing::Weather>();
  ASSERT_THAT(weather, SizeIs(1));
  EXPECT_EQ(weather[0].wind_dir_deg, 292.5);
  EXPECT_EQ(weather[0].pressure_hpa, 1016.6);
  EXPECT_EQ(weather[0].rain, std::nullopt);
}

}  // namespace
}  // namespace stint::live::griiip
