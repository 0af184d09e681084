#include "insight/predict/band.hpp"

#include <gtest/gtest.h>

#include <cstdint>

#include "insight/predict/race_correction.hpp"

namespace stint::insight {
namespace {

TEST(BandTest, FindsTheWidthThatHoldsEightOfTen) {
  // Errors uniform in -1..1, a band that says 0.4 either way: a miss of a tenth at each end needs 0.8.
  Band band;
  std::uint32_t state = 1;
  int inside = 0;
  for (int i = 0; i < 4000; ++i) {
    state = state * 1'664'525U + 1'013'904'223U;
    const double error = static_cast<double>(state >> 8U) / (1U << 23U) - 1;
    const bool below = error < -0.4 * band.below(), above = error > 0.4 * band.above();
    if (i >= 1000 && !below && !above) ++inside;
    band.learn(below, above);
  }
  EXPECT_NEAR(inside / 3000.0, 0.8, 0.02);
  EXPECT_NEAR(band.below(), 2, 0.4);
  EXPECT_NEAR(band.above(), 2, 0.4);
}

TEST(RaceCorrectionTest, LearnsTheBiasOfACarAndOfItsClassApart) {
  RaceCorrection correction;
  EXPECT_EQ(correction.of(3, 1), 0);
  for (int i = 0; i < 300; ++i) {
    correction.learn(0, 0, 1.0);
    correction.learn(1, 0, 1.0);
    correction.learn(2, 1, -0.5);
  }
  EXPECT_NEAR(correction.of(0, 0), 1.0, 0.1);
  EXPECT_NEAR(correction.of(2, 1), -0.5, 0.1);
  EXPECT_GT(correction.of(9, 0), 0.3) << "a car not seen yet has its class's bias";
  EXPECT_EQ(correction.of(9, 5), 0);
}

TEST(RaceCorrectionTest, OneIncidentMovesItLittle) {
  RaceCorrection correction;
  for (int i = 0; i < 100; ++i) correction.learn(0, 0, 0);
  correction.learn(0, 0, 80);
  EXPECT_LT(correction.of(0, 0), 0.02);
}

}  // namespace
}  // namespace stint::insight
