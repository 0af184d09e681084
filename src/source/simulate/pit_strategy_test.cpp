#include "source/simulate/pit_strategy.hpp"

#include <gtest/gtest.h>

namespace stint::source {
namespace {

const CarClass& test_class() {
  static const CarClass kind = [] {
    CarClass made;
    made.stint_min = 40;
    made.refuel_s = 40;
    made.tyres_s = 20;
    made.driver_change_s = 25;
    return made;
  }();
  return kind;
}

// In the middle of a long race, with half a tank and half-worn tyres.
RaceCar test_car() {
  RaceCar car;
  car.kind = &test_class();
  car.random = RandomStream(1, "test");
  car.tank_laps = 12;
  car.fuel_laps = 6;
  car.tyre_life_laps = 36;
  car.tyre_laps = 18;
  car.crew.resize(3);
  car.stop_reason = StopReason::fuel;
  return car;
}

StopOutlook outlook_of(double fuel_at_line, double laps_to_go = 100) {
  StopOutlook outlook;
  outlook.fuel_at_line = fuel_at_line;
  outlook.laps_to_go = laps_to_go;
  return outlook;
}

TEST(PitStrategy, ComesInWhenTheNextLapCannotBeDone) {
  RaceCar car = test_car();
  EXPECT_EQ(decide_stop(car, outlook_of(1.2)), StopReason::none);
  EXPECT_EQ(decide_stop(car, outlook_of(1.0)), StopReason::fuel);
}

TEST(PitStrategy, StaysOutOnceTheRaceIsOver) {
  RaceCar car = test_car();
  StopOutlook outlook = outlook_of(0.5);
  outlook.over = true;
  EXPECT_EQ(decide_stop(car, outlook), StopReason::none);
}

TEST(PitStrategy, DecidesOnceInACaution) {
  RaceCar car = test_car();
  StopOutlook outlook = outlook_of(4);
  outlook.caution = true;
  outlook.caution_number = 1;
  const StopReason first = decide_stop(car, outlook);
  EXPECT_TRUE(first == StopReason::caution || first == StopReason::none);
  EXPECT_EQ(decide_stop(car, outlook), StopReason::none) << "a second stop in the same caution";
}

TEST(PitStrategy, MakesUseOfMostCautionsWhenTheTankIsLow) {
  RaceCar car = test_car();
  StopOutlook outlook = outlook_of(4);
  outlook.caution = true;
  int stops = 0;
  for (outlook.caution_number = 1; outlook.caution_number <= 200; ++outlook.caution_number) {
    stops += decide_stop(car, outlook) == StopReason::caution ? 1 : 0;
  }
  EXPECT_NEAR(stops, 140, 25);
}

TEST(PitStrategy, DoesNotServeAPenaltyUnderCaution) {
  RaceCar car = test_car();
  car.drive_through_due = true;
  StopOutlook outlook = outlook_of(11);
  outlook.caution = true;
  outlook.caution_number = 1;
  EXPECT_EQ(decide_stop(car, outlook), StopReason::none);
  outlook.caution = false;
  EXPECT_EQ(decide_stop(car, outlook), StopReason::penalty);
}

TEST(PitStrategy, FillsTheTankButNotMoreThanTheRaceNeeds) {
  RaceCar far = test_car();
  service(far, 0, 100);
  EXPECT_DOUBLE_EQ(far.fuel_laps, 12);
  RaceCar close = test_car();
  service(close, 0, 7);
  EXPECT_DOUBLE_EQ(close.fuel_laps, 7.7);
}

TEST(PitStrategy, ChangesTyresThatWouldNotLastTheStint) {
  RaceCar fresh = test_car();
  service(fresh, 0, 100);
  EXPECT_FALSE(fresh.tyres_changed);
  RaceCar worn = test_car();
  worn.tyre_laps = 25;
  service(worn, 0, 100);
  EXPECT_TRUE(worn.tyres_changed);
  EXPECT_EQ(worn.tyre_laps, 0);
}

TEST(PitStrategy, ChangesTheDriverBeforeHeSitsTooLong) {
  RaceCar car = test_car();
  car.crew[0].longest_turn = car.crew[1].longest_turn = car.crew[2].longest_turn = 10;
  car.crew[1].driven_ms = 1'000;
  service(car, 140 * 60'000, 100);
  EXPECT_EQ(car.driver_before, 0U);
  EXPECT_EQ(car.driver, 2U) << "who has driven least comes next";
}

TEST(PitStrategy, DoesNothingToACarThatServesAPenaltyOrWaitsForARedFlag) {
  for (const StopReason reason : {StopReason::penalty, StopReason::red_flag}) {
    RaceCar car = test_car();
    car.stop_reason = reason;
    EXPECT_EQ(service(car, 0, 100), 0);
    EXPECT_DOUBLE_EQ(car.fuel_laps, 6);
    EXPECT_EQ(car.driver, car.driver_before);
  }
}

TEST(PitStrategy, RepairsWhatBroughtTheCarIn) {
  RaceCar car = test_car();
  car.ailments.damage = 0.02;
  car.ailments.must_stop = true;
  car.ailments.repair_ms = 300'000;
  EXPECT_GT(service(car, 0, 100), 300'000);
  EXPECT_EQ(car.repaired_ms, 300'000);
  EXPECT_EQ(car.ailments.damage, 0);
  EXPECT_FALSE(car.ailments.must_stop);
}

}  // namespace
}  // namespace stint::source
