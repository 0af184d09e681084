#include "insight/predict/passing.hpp"

#include <gtest/gtest.h>

namespace stint::insight {
namespace {

RoadCar at(std::size_t car, double ahead, bool same_class = false) {
  RoadCar met;
  met.car = car;
  met.ahead = ahead;
  met.same_class = same_class;
  return met;
}

TEST(PassingTest, CountsWhoWasAheadAndIsBehindAndTheOtherWayRound) {
  Passing passing;
  passing.cross(0, std::vector{at(1, 0.02), at(2, 0.99), at(3, 0.01, true), at(4, 0.3)});
  const PassesMade made = passing.cross(0, std::vector{at(1, 0.98), at(2, 0.01), at(3, 0.995, true), at(4, 0.2)});
  EXPECT_EQ(made.passed, 1);
  EXPECT_EQ(made.passed_by, 1);
  EXPECT_EQ(made.places, 1);
  EXPECT_FALSE(made.alone());
}

TEST(PassingTest, ACarHalfALapAwayIsNotPassed) {
  Passing passing;
  passing.cross(0, std::vector{at(1, 0.45)});
  EXPECT_TRUE(passing.cross(0, std::vector{at(1, 0.55)}).alone());
}

TEST(PassingTest, ACarThatWasInThePitLaneAtEitherPointIsLeftOut) {
  Passing passing;
  passing.cross(0, std::vector{at(1, 0.02)});
  EXPECT_TRUE(passing.cross(0, {}).alone());
  EXPECT_TRUE(passing.cross(0, std::vector{at(1, 0.98)}).alone());
}

TEST(PassingTest, EachCarHasItsOwnPoints) {
  Passing passing;
  passing.cross(5, std::vector{at(1, 0.02)});
  EXPECT_TRUE(passing.cross(6, std::vector{at(1, 0.98)}).alone());
  EXPECT_EQ(passing.cross(5, std::vector{at(1, 0.98)}).passed, 1);
}

}  // namespace
}  // namespace stint::insight
