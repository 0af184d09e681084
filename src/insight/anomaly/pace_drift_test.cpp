#include "insight/anomaly/pace_drift.hpp"

#include <gtest/gtest.h>

#include "insight/anomaly/stint_shape.hpp"

namespace stint::insight {
namespace {

// Ten laps that vary by 0.1 % on either side, and the laps that follow.
PaceDrift drift_of(const std::vector<double>& excesses, double tyres = 0) {
  PaceDrift drift;
  for (int lap = 0; lap < 10; ++lap) drift.add({.excess = lap % 2 == 0 ? 0.001 : -0.001, .speed_kph = 290});
  for (const double excess : excesses) drift.add({.excess = excess, .tyres = tyres, .speed_kph = 290});
  return drift;
}

TEST(PaceDrift, IsToldWhenEveryLapIsSlower) {
  const auto change = drift_of(std::vector<double>(8, 0.015)).change();
  ASSERT_TRUE(change);
  EXPECT_EQ(change->laps, 8);
  EXPECT_NEAR(change->slower, 0.015, 0.002);
  EXPECT_FALSE(change->speed_gone);
}

TEST(PaceDrift, IsNotToldOfLapsThatTrafficSlows) {
  // Two of three are held up, and the third is as quick as ever.
  EXPECT_FALSE(drift_of({0.03, 0.03, 0, 0.03, 0.03, 0, 0.03, 0.03, 0, 0.03, 0.03, 0}).change());
}

TEST(PaceDrift, IsNotToldOfWhatTheTyresOfTheClassLose) {
  EXPECT_FALSE(drift_of(std::vector<double>(12, 0.015), 0.014).change());
}

TEST(PaceDrift, IsToldSoonerWhenTopSpeedIsGoneToo) {
  PaceDrift drift = drift_of({});
  for (int lap = 0; lap < 4; ++lap) {
    EXPECT_FALSE(drift.change()) << lap;
    drift.add({.excess = 0.015, .speed_kph = 280});
  }
  ASSERT_TRUE(drift.change());
  EXPECT_TRUE(drift.change()->speed_gone);
}

TEST(PaceDrift, DoesNotCountSpeedThatTheClassHasLost) {
  PaceDrift drift = drift_of({});
  for (int lap = 0; lap < 8; ++lap) drift.add({.excess = 0.015, .speed_kph = 280, .speed_factor = 290.0 / 280.0});
  ASSERT_TRUE(drift.change());
  EXPECT_FALSE(drift.change()->speed_gone);
}

TEST(PaceDrift, IsOverWhenThePaceIsBack) {
  PaceDrift drift = drift_of(std::vector<double>(8, 0.015));
  EXPECT_FALSE(drift.at_pace());
  for (int lap = 0; lap < 20; ++lap) drift.add({.excess = 0, .speed_kph = 290});
  EXPECT_TRUE(drift.at_pace());
  EXPECT_FALSE(drift.change());
}

TEST(PaceDrift, HintsAtWhatIsTooLittleToBeTold) {
  const PaceDrift drift = drift_of(std::vector<double>(4, 0.012));
  EXPECT_FALSE(drift.change());
  EXPECT_TRUE(drift.hint());
  EXPECT_FALSE(drift_of({}).hint());
}

TEST(StintShape, IsKnownFromEightLapsOfTheClassAtThatAge) {
  StintShape shape;
  for (int car = 0; car < 7; ++car) shape.add(1, 21, 0.01);
  EXPECT_EQ(shape.loss(1, 21), 0);
  shape.add(1, 22, 0.01);
  EXPECT_DOUBLE_EQ(shape.loss(1, 21), 0.01);
  EXPECT_EQ(shape.loss(1, 9), 0);
  EXPECT_EQ(shape.loss(0, 21), 0);
}

}  // namespace
}  // namespace stint::insight
