#include "insight/predict/race_lessons.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "insight/learn/random.hpp"

namespace stint::insight {
namespace {

// Lessons in which the model's error is `effect` above or below zero, by what one feature says, and noise.
void teach(RaceLessons& lessons, int count, double effect, std::uint64_t seed, double growth = 1.25) {
  learn::Random random(seed);
  for (int i = 0; i < count; ++i) {
    FeatureRow row{};
    row[static_cast<std::size_t>(Feature::last_lap)] = static_cast<float>(random.uniform());
    const double error =
        (row[static_cast<std::size_t>(Feature::last_lap)] > 0.5F ? effect : -effect) + (random.uniform() - 0.5);
    lessons.learn(row, error, lessons.of(row));
    lessons.renew(growth);
  }
}
double said_of(const RaceLessons& lessons, float feature) {
  FeatureRow row{};
  row[static_cast<std::size_t>(Feature::last_lap)] = feature;
  return lessons.applied(lessons.of(row));
}

TEST(RaceLessonsTest, WhatTheModelGetsWrongInThisRaceIsLearnt) {
  RaceLessons lessons;
  EXPECT_EQ(said_of(lessons, 0.9F), 0);
  teach(lessons, 2'000, 0.5, 1);
  EXPECT_TRUE(lessons.trusted());
  // Small steps by trees that each see a quarter of the features, of which one matters here: half of the error.
  EXPECT_NEAR(said_of(lessons, 0.9F), 0.25, 0.1);
  EXPECT_NEAR(said_of(lessons, 0.1F), -0.25, 0.1);
}

TEST(RaceLessonsTest, NoiseIsNotTrusted) {
  int trusted = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    RaceLessons lessons;
    teach(lessons, 800, 0, seed);
    trusted += lessons.trusted() ? 1 : 0;
  }
  EXPECT_LE(trusted, 3);
}

TEST(RaceLessonsTest, NothingIsSaidBeforeThereIsEnoughToLearnFrom) {
  RaceLessons lessons;
  teach(lessons, 250, 0.5, 1);
  EXPECT_FALSE(lessons.renew(1));
  EXPECT_EQ(said_of(lessons, 0.9F), 0);
}

TEST(RaceLessonsTest, ACopyLearnsByItself) {
  RaceLessons lessons;
  teach(lessons, 1'000, 0.5, 1);
  const double before = said_of(lessons, 0.9F);
  lessons.freeze();
  RaceLessons copy = lessons;
  teach(copy, 3'000, -0.5, 2);
  EXPECT_EQ(said_of(lessons, 0.9F), before);
  EXPECT_LT(said_of(copy, 0.9F), before);
}

TEST(RaceLessonsTest, TheOldestLessonsAreLetGo) {
  RaceLessons lessons;
  constexpr double kNever = 1e9;
  teach(lessons, 300, 0.5, 1, 1);
  teach(lessons, 7'000, 0.5, 2, kNever);
  teach(lessons, 6'000, -0.5, 3, kNever);
  ASSERT_TRUE(lessons.renew(1));
  FeatureRow row{};
  row[static_cast<std::size_t>(Feature::last_lap)] = 0.9F;
  EXPECT_NEAR(lessons.of(row), -0.25, 0.1);
}

}  // namespace
}  // namespace stint::insight
