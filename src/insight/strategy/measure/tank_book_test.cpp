#include "insight/strategy/measure/tank_book.hpp"

#include <gtest/gtest.h>

namespace stint::insight {
namespace {

TankBook two_cars() { return {{0, 0}, {"A", "A"}, 1}; }

TEST(TankBook, KnowsNothingBeforeAnyStint) { EXPECT_EQ(two_cars().of_car(0).laps, 0); }

TEST(TankBook, ATankIsTheMiddleOfTheLongStints) {
  TankBook tanks = two_cars();
  for (const double laps : {3.0, 29.0, 30.0, 31.0, 9.0, 30.0}) tanks.add(0, laps, StintWorth::full);
  EXPECT_NEAR(tanks.of_class(0).laps, 30, 0.6);
  EXPECT_EQ(tanks.of_class(0).basis, Basis::race_class);
  EXPECT_EQ(tanks.of_car(0).basis, Basis::car);
  EXPECT_EQ(tanks.long_stints(0).size(), 4U);
}

TEST(TankBook, StopsInACautionDontShrinkATank) {
  TankBook tanks = two_cars();
  for (int i = 0; i < 4; ++i) tanks.add(0, 30, StintWorth::full);
  const double before = tanks.of_class(0).laps;
  for (int i = 0; i < 50; ++i) tanks.add(i % 2, 14, StintWorth::nothing);
  EXPECT_EQ(tanks.of_class(0).laps, before);
}

TEST(TankBook, BeliefFromEarlierRacesGivesWayToStints) {
  TankBook tanks = two_cars();
  tanks.expect(0, {.laps = 36, .error = 2, .basis = Basis::circuit});
  EXPECT_EQ(tanks.of_car(1).laps, 36);
  EXPECT_EQ(tanks.of_car(1).basis, Basis::circuit);
  for (int i = 0; i < 30; ++i) tanks.add(i % 2, 30, StintWorth::full);
  EXPECT_NEAR(tanks.of_car(1).laps, 30, 0.5);
  EXPECT_LT(tanks.of_car(1).error, 1);
}

TEST(TankBook, EarlyStopsOfASprintDontShrinkATank) {
  TankBook tanks = two_cars();
  tanks.expect(0, {.laps = 40, .error = 2, .basis = Basis::circuit});
  for (int i = 0; i < 10; ++i) tanks.add(i % 2, 24, StintWorth::full);
  EXPECT_EQ(tanks.of_car(0).laps, 40) << "nobody ran dry: they all stopped early";
  for (int i = 0; i < 90; ++i) tanks.add(i % 2, 24, StintWorth::full);
  EXPECT_NEAR(tanks.of_car(0).laps, 24, 1) << "a hundred of them are no accident";
}

TEST(TankBook, AStintThatGoesOnProvesALargerTank) {
  TankBook tanks = two_cars();
  tanks.expect(0, {.laps = 30, .error = 4, .basis = Basis::series_class});
  tanks.goes_on(0, 29);
  EXPECT_EQ(tanks.of_car(0).laps, 30);
  tanks.goes_on(0, 36);
  EXPECT_GT(tanks.of_car(0).laps, 31);
}

TEST(TankBook, ACarsOwnStintsCountMoreThanItsMakes) {
  TankBook tanks({0, 0, 0}, {"A", "A", "B"}, 1);
  for (int i = 0; i < 6; ++i) {
    tanks.add(0, 32, StintWorth::full);
    tanks.add(1, 30, StintWorth::full);
    tanks.add(2, 30, StintWorth::full);
  }
  EXPECT_GT(tanks.of_car(0).laps, 31.2);
  EXPECT_GT(tanks.of_car(1).laps, tanks.of_car(2).laps);
  EXPECT_LT(tanks.of_car(1).laps, 30.6);
}

TEST(TankBook, ATankThatItsCrewHasToldIsNotMeasured) {
  TankBook tanks = two_cars();
  tanks.expect(0, {.laps = 40, .error = 4, .basis = Basis::circuit});
  tanks.know(1, 25);
  for (int i = 0; i < 6; ++i) tanks.add(i % 2, 31, StintWorth::full);
  EXPECT_EQ(tanks.of_car(1).laps, 25);
  EXPECT_LE(tanks.of_car(1).usual, 25);
  EXPECT_LT(tanks.of_car(1).error, 0.5);
  EXPECT_TRUE(tanks.of_car(1).told);
  EXPECT_FALSE(tanks.of_car(0).told);
  EXPECT_GT(tanks.of_car(0).laps, 29);
}

}  // namespace
}  // namespace stint::insight
