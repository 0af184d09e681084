#include "insight/strategy/measure/standing_car.hpp"

#include <gtest/gtest.h>

#include "insight/strategy/measure/made_up_stops.hpp"
#include "insight/strategy/measure/measure.hpp"
#include "insight/strategy/measure/tally_race.hpp"
#include "insight/strategy/score/race_truth.hpp"

namespace stint::insight {
namespace {

// Car 1 is heard of for the last time after 30 laps of 100 s.
MadeUpStops silent_car() {
  MadeUpStops wanted;
  wanted.limit_ms = 9'000'000;
  wanted.last_of_car_1 = 30;
  return wanted;
}

TEST(StandingCar, IsTheLessLikelyToComeBackTheLongerItStands) {
  const auto at = [](std::int64_t at_ms) {
    const race::SnapshotPtr race = made_up_race_at(silent_car(), at_ms);
    return standing_car(*race->find(CarNumber("1")), race->at, std::nullopt);
  };
  EXPECT_FALSE(at(3'150'000)) << "on its 31st lap";
  const auto early = at(3'600'000), late = at(8'000'000);
  ASSERT_TRUE(early && late);
  EXPECT_FALSE(early->in_lane);
  EXPECT_GT(early->gone_chance, 0.35);
  EXPECT_GT(late->gone_chance, early->gone_chance + 0.2);
  EXPECT_GT(late->back_in_ms, early->back_in_ms);
}

TEST(StandingCar, AStopOfUsualLengthIsNoStanding) {
  MadeUpStops wanted;
  const race::SnapshotPtr race = made_up_race_at(wanted, 1'935'000);  // car 1 came in at 1,906 s
  const race::CarSnapshot* car = race->find(CarNumber("1"));
  ASSERT_EQ(car->state, race::CarState::in_pit);
  EXPECT_FALSE(standing_car(*car, race->at, 60'000));
}

TEST(StandingCar, OwesFewerStopsThanOneThatRuns) {
  const Measured measured = measure(*made_up_race_at(silent_car(), 4'500'000), nullptr, Priors{});
  const CarMeasure *gone = measured.find(CarNumber("1")), *runs = measured.find(CarNumber("2"));
  ASSERT_TRUE(gone->standing && gone->laps_left && runs->laps_left);
  EXPECT_FALSE(runs->standing);
  EXPECT_LT(*gone->laps_left, *runs->laps_left - 5);
}

TEST(StandingCar, WhereTheFieldStandsOnlyWhoStoodBeforeIsTakenToBeOut) {
  MadeUpStops wanted = silent_car();
  wanted.last_of_car_1 = 10;
  wanted.laps = 30;  // then the race is stopped
  const Measured measured = measure(*made_up_race_at(wanted, 4'200'000), nullptr, Priors{});
  for (const CarMeasure& car : measured.cars) EXPECT_EQ(car.standing.has_value(), car.car == CarNumber("1"));
}

TEST(StandingCar, WhoIsSilentLongBeforeTheEndHasNotFinished) {
  const race::SnapshotPtr last = made_up_race_at(silent_car());
  EXPECT_FALSE(ran_to(last->at, *last->find(CarNumber("1"))));
  EXPECT_TRUE(ran_to(last->at, *last->find(CarNumber("8"))));
  EXPECT_FALSE(RaceTruth(*last).find(CarNumber("1"))->finished);
  const RaceTally tally = tally_race("made-up", *last, nullptr, Priors{});
  EXPECT_EQ(tally.classes.at(0).retirements, 1);
}

}  // namespace
}  // namespace stint::insight
