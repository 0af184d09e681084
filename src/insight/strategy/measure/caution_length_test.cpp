#include "insight/strategy/measure/caution_length.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "insight/strategy/measure/measured.hpp"

namespace stint::insight {
namespace {

constexpr double kMinute = 60'000;

Measure quarter_of_an_hour() {
  Measure known;
  known.mean = 15 * kMinute;
  known.spread = 6 * kMinute;
  return known;
}

TEST(CautionLength, KeepsTheMeanAndTheSpreadThatWereMeasured) {
  Measure back;
  put_length(caution_length(quarter_of_an_hour()), back);
  EXPECT_NEAR(back.mean, 15 * kMinute, 1);
  EXPECT_NEAR(back.spread, 6 * kMinute, 1);
  EXPECT_LT(back.band.p10, back.band.p50);
}

TEST(CautionLength, OneOfFourHoursDoesNotMakeTheNextAnHour) {
  const std::array<double, 4> seen{14 * kMinute, 240 * kMinute, 16 * kMinute, 12 * kMinute};
  const CautionLength length = caution_length(seen, quarter_of_an_hour(), 1.5);
  EXPECT_GT(length.at(0), 15 * kMinute);
  EXPECT_LT(length.at(0), 40 * kMinute);
  EXPECT_GT(length.at(2), 120 * kMinute);  // but a long one is no surprise any more
}

TEST(CautionLength, OnlyEarlierRacesSpeakBeforeTheFirst) {
  const CautionLength known = caution_length(quarter_of_an_hour()), length = caution_length({}, quarter_of_an_hour(), 1.5);
  EXPECT_NEAR(length.log_mean, known.log_mean, 1e-9);
  EXPECT_NEAR(length.log_spread, known.log_spread, 1e-9);
}

TEST(CautionRest, OfOneThatHasJustBegunIsItsLength) {
  const CautionRest rest{caution_length(quarter_of_an_hour()), 0};
  EXPECT_NEAR(rest.left_ms(0.5), rest.length.at(0), 1);
  EXPECT_NEAR(rest.mean_left_ms(), 15 * kMinute, kMinute);
}

TEST(CautionRest, IsWhatIsLeftOfThoseThatLastedSoLong) {
  const CautionRest rest{caution_length(quarter_of_an_hour()), 20 * kMinute};
  EXPECT_GT(rest.left_ms(0.01), 0);
  EXPECT_LT(rest.left_ms(0.5), 6 * kMinute);
  EXPECT_GT(rest.left_ms(0.9), rest.left_ms(0.5));
}

TEST(CautionRest, NeverEndsInThePast) {
  const CautionRest rest{caution_length(quarter_of_an_hour()), 1e9};
  EXPECT_GE(rest.left_ms(0.0), 0);
  EXPECT_TRUE(std::isfinite(rest.mean_left_ms()));
}

}  // namespace
}  // namespace stint::insight
