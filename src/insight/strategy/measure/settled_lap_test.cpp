#include "insight/strategy/measure/settled_lap.hpp"

#include <gtest/gtest.h>

namespace stint::insight {
namespace {

constexpr double kDryLap = 120'000;

// Five cars of one class that lap in `dry` for so many minutes, then in `wet`.
RaceReading race_of(double dry, int dry_minutes, double wet, int wet_minutes) {
  RaceReading race;
  race.start = Instant{std::chrono::hours{1}};
  race.classes.push_back({.name = "LMP2"});
  for (std::size_t i = 0; i < 5; ++i) {
    CarReading car;
    car.index = i;
    double at = 0;
    while (at < (dry_minutes + wet_minutes) * 60'000.0) {
      const double lap = at < dry_minutes * 60'000.0 ? dry : wet;
      at += lap;
      car.laps.push_back({.number = static_cast<std::int32_t>(car.laps.size() + 1),
                          .ended_at = *race.start + Millis{static_cast<std::int64_t>(at)},
                          .time_ms = lap,
                          .usual_ms = lap,
                          .clean = true});
    }
    race.cars.push_back(std::move(car));
  }
  return race;
}

TEST(SettledLap, IsTheLapOfTheRaceAfterAShower) {
  EXPECT_NEAR(settled_lap_ms(race_of(kDryLap, 180, 1.35 * kDryLap, 20), 0, 1.35 * kDryLap), 1.08 * kDryLap, 1);
}

TEST(SettledLap, LeavesSmallDifferencesAlone) {
  EXPECT_EQ(settled_lap_ms(race_of(kDryLap, 180, 1.05 * kDryLap, 20), 0, 1.05 * kDryLap), 1.05 * kDryLap);
}

// Who laps faster than ever on a drying track is not expected to slow down again.
TEST(SettledLap, LeavesADryingTrackAlone) {
  EXPECT_EQ(settled_lap_ms(race_of(1.3 * kDryLap, 180, kDryLap, 20), 0, kDryLap), kDryLap);
}

TEST(SettledLap, AWetRaceIsWet) {
  const double wet = 1.3 * kDryLap;
  EXPECT_EQ(settled_lap_ms(race_of(kDryLap, 30, wet, 120), 0, wet), wet);
}

TEST(SettledLap, SaysNothingBeforeAnHourIsOver) {
  const double wet = 1.5 * kDryLap;
  EXPECT_EQ(settled_lap_ms(race_of(kDryLap, 35, wet, 8), 0, wet), wet);
}

TEST(SettledLap, UnknownStaysUnknown) {
  RaceReading race;
  EXPECT_EQ(settled_lap_ms(race, 0, 0), 0);
  EXPECT_EQ(settled_lap_ms(race, 0, kDryLap), kDryLap);
}

}  // namespace
}  // namespace stint::insight
