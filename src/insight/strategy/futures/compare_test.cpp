#include <gtest/gtest.h>

#include "insight/strategy/futures/futures.hpp"
#include "insight/strategy/futures/made_up_situation.hpp"

namespace stint::insight {
namespace {

PlaySettings futures_of_each(std::int32_t runs) { return {.runs = runs, .seed = 3, .threads = 2, .stop = {}}; }

Assumptions assumed(std::string_view text) {
  Assumptions all;
  EXPECT_TRUE(assume(text, all)) << text;
  return all;
}

TEST(Compare, WhatChangesNothingMakesNoDifference) {
  const Situation situation = lively_cars(10, 6);
  Assumptions nothing;
  nothing.cars.push_back({.car = CarNumber("4")});
  const auto comparison = compare(situation, futures_of_each(200), nothing);
  ASSERT_TRUE(comparison);
  for (const CarComparison& car : comparison->cars) {
    EXPECT_EQ(car.time_ms.mean, 0) << car.car.view();
    EXPECT_EQ(car.time_ms.error, 0) << car.car.view();
    EXPECT_EQ(car.class_position.mean, 0) << car.car.view();
    EXPECT_EQ(car.win_odds.mean, 0) << car.car.view();
  }
}

TEST(Compare, APenaltyCostsItsCarAndTheOthersNoTime) {
  const auto comparison = compare(lively_cars(10, 6), futures_of_each(300), assumed("penalty=4:30"));
  ASSERT_TRUE(comparison);
  for (const CarComparison& car : comparison->cars) {
    if (car.car.view() == "4") {
      EXPECT_GT(car.time_ms.mean, 5 * car.time_ms.error);
      EXPECT_LT(car.time_ms.mean, 40'000);
      EXPECT_GT(car.class_position.mean, 0);
    } else {
      EXPECT_EQ(car.time_ms.mean, 0) << car.car.view();
      EXPECT_LE(car.class_position.mean, 0) << car.car.view();
    }
  }
}

TEST(Compare, SavingFuelSavesAStopWhenItIsJustShort) {
  Situation situation = equal_cars(1, 1);
  situation.cars[0].tank_laps = {17.2, 0};
  situation.cars[0].filled_laps = 17.2;
  const auto comparison = compare(situation, futures_of_each(1), assumed("save=1:10"));
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->cars[0].stops.mean, -1);
  EXPECT_LT(comparison->cars[0].time_ms.mean, 0);
}

TEST(Compare, AShortFillBringsTheNextStopForward) {
  const auto comparison = compare(equal_cars(1, 3), futures_of_each(1), assumed("fill=1:3"));
  ASSERT_TRUE(comparison);
  EXPECT_GT(comparison->cars[0].stops.mean, 0);
}

TEST(Compare, ADriveThroughCostsTheLane) {
  const auto comparison = compare(equal_cars(2, 2), futures_of_each(1), assumed("penalty=1:0"));
  ASSERT_TRUE(comparison);
  EXPECT_NEAR(comparison->cars[0].time_ms.mean, 20'000, 1);
}

TEST(Compare, ASlowerDriverCostsHisPace) {
  Situation situation = equal_cars(1, 2);
  situation.drivers = {{"A", 0, 0, 0, 1e9}, {"B", 1'000, 0, 0, 1e9}};
  situation.cars[0].drivers = 2;
  situation.cars[0].usual_turn_stints = 100;
  const auto comparison = compare(situation, futures_of_each(1), assumed("driver=1:B"));
  ASSERT_TRUE(comparison);
  EXPECT_GT(comparison->cars[0].time_ms.mean, 30'000);
}

TEST(Compare, RainSlowsEveryone) {
  const auto comparison = compare(lively_cars(4, 6), futures_of_each(100), assumed("rain=20:60"));
  ASSERT_TRUE(comparison);
  for (const CarComparison& car : comparison->cars) EXPECT_GT(car.time_ms.mean, 60'000) << car.car.view();
}

TEST(Compare, SaysWhatCannotBeAnswered) {
  const Situation situation = equal_cars(2, 2);
  EXPECT_EQ(compare(situation, futures_of_each(1), assumed("stop=77:4")).error().code, ErrorCode::unknown_car);
  EXPECT_EQ(compare(situation, futures_of_each(1), assumed("driver=1:Nobody")).error().code, ErrorCode::bad_argument);
  Situation unknown = situation;
  unknown.limit_ms.reset();
  unknown.unknown_because = "its length is not known";
  EXPECT_EQ(compare(unknown, futures_of_each(1), assumed("fcy=4")).error().message, "its length is not known");
}

TEST(Assume, ReadsEveryForm) {
  Assumptions all;
  for (const char* text :
       {"fcy=4", "rain=20:30", "save=7:2.5", "fill=7:8", "penalty=007:5", "driver=7:A. Driver", "stop=7:212"}) {
    EXPECT_TRUE(assume(text, all)) << text;
  }
  EXPECT_EQ(all.caution->length_ms, 240'000);
  EXPECT_EQ(all.caution->pace, Pace::slow);
  EXPECT_EQ(all.rain->in_ms, 1'200'000);
  EXPECT_EQ(all.rain->length_ms, 1'800'000);
  ASSERT_EQ(all.cars.size(), 2U);
  EXPECT_EQ(all.find(CarNumber("7"))->saving, 0.025);
  EXPECT_EQ(all.find(CarNumber("7"))->stop_lap, 212);
  EXPECT_EQ(all.find(CarNumber("7"))->driver, "A. Driver");
  EXPECT_EQ(all.find(CarNumber("007"))->penalty_ms, 5'000);
}

TEST(Assume, RefusesWhatItDoesNotKnow) {
  Assumptions all;
  for (const char* text : {"", "fcy", "fcy=", "fcy=x", "fcy=-1", "fcy=1e9", "snow=3", "save=7", "save=7:90", "stop=7:0",
                           "driver=7:", "fill=:3", "penalty=7:-1", "rain=1:"}) {
    EXPECT_FALSE(assume(text, all)) << text;
  }
  EXPECT_TRUE(all.empty());
}

TEST(TryStops, StoppingSoEarlyThatAnotherStopIsNeededCostsThatStop) {
  // 36 laps and a tank of 12: from lap 11 on two stops reach the flag, before it takes three.
  const Situation situation = equal_cars(3, 1);
  const std::vector<StopTrial> trials{{.car = 0, .laps = {4, 11, 12}}};
  const auto costs = try_stops(situation, futures_of_each(4), trials);
  ASSERT_EQ(costs.size(), 1U);
  EXPECT_EQ(costs[0][0].stops, 3);
  EXPECT_EQ(costs[0][2].stops, 2);
  EXPECT_NEAR(costs[0][0].cost_ms, 60'000, 1);
  EXPECT_NEAR(costs[0][2].cost_ms, 0, 1);
}

TEST(TryStops, TheUsualPlanTriedIsTheUsualPlan) {
  const Situation situation = lively_cars(8, 6);
  const Futures futures = play(situation, futures_of_each(1));
  for (std::size_t car = 0; car < 8; ++car) {
    const CarFuture& usual = futures.at(car, 0);
    if (usual.next_stop_lap == 0) continue;
    const auto costs =
        try_stops(situation, futures_of_each(1), std::vector<StopTrial>{{.car = car, .laps = {usual.next_stop_lap}}});
    EXPECT_EQ(costs[0][0].stops, usual.stops) << car;
  }
}

}  // namespace
}  // namespace stint::insight
