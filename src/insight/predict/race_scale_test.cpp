#include "insight/predict/race_scale.hpp"

#include <gtest/gtest.h>

#include "insight/learn/random.hpp"

namespace stint::insight {
namespace {

// Laps of which `share` of what was said came true, and noise; every tenth one was spoilt by something else.
void teach(RaceScale& scale, std::size_t class_index, double share, int laps, double spoilt = 0) {
  learn::Random random(7);
  for (int lap = 0; lap < laps; ++lap) {
    const double said = 2 * random.uniform() - 1;
    const double actual = share * said + 0.4 * (random.uniform() - 0.5) + (lap % 10 == 0 ? spoilt : 0);
    scale.learn(class_index, said, actual);
  }
}

TEST(RaceScaleTest, BeforeTheFirstLapWhatIsSaidCountsInFull) {
  const RaceScale scale;
  EXPECT_EQ(scale.slope(3), 1);
  EXPECT_EQ(scale.of(3, 0.7), 0.7);
}

TEST(RaceScaleTest, WhatComesTrueInPartIsShrunkAndWhatComesTrueStays) {
  RaceScale scale;
  teach(scale, 0, 0.5, 1'000);
  teach(scale, 1, 1, 1'000);
  EXPECT_NEAR(scale.slope(0), 0.58, 0.06);
  EXPECT_NEAR(scale.of(0, 1), scale.slope(0), 1e-12);
  EXPECT_NEAR(scale.slope(1), 1, 0.03);
  EXPECT_EQ(scale.slope(2), 1);
}

TEST(RaceScaleTest, SpoiltLapsHardlyTurnIt) {
  RaceScale clean, spoilt;
  teach(clean, 0, 0.5, 1'000);
  teach(spoilt, 0, 0.5, 1'000, 5);
  EXPECT_NEAR(spoilt.slope(0), clean.slope(0), 0.08);
}

TEST(RaceScaleTest, OfALargeDifferenceOnlyTheUsualPartIsScaledAndNothingIsLearnt) {
  RaceScale scale;
  teach(scale, 0, 0.5, 1'000);
  EXPECT_NEAR(scale.of(0, 6) - scale.of(0, 2), 4, 1e-12);
  EXPECT_NEAR(scale.of(0, -6) - scale.of(0, -2), -4, 1e-12);
  const double before = scale.slope(0);
  scale.learn(0, -8, 0);
  EXPECT_EQ(scale.slope(0), before);
}

}  // namespace
}  // namespace stint::insight
