#include "insight/strategy/measure/measure.hpp"

#include <gtest/gtest.h>

#include "insight/strategy/measure/made_up_stops.hpp"
#include "insight/strategy/measure/tally_race.hpp"

namespace stint::insight {
namespace {

TEST(Measure, PitLossIsTheLaneAndWhatInLapAndOutLapLose) {
  const Measured measured = measure(*made_up_race_at({}), nullptr, Priors{});
  const ClassMeasure& of = measured.classes.at(0);
  const auto& loss = of.pit_loss_ms[static_cast<std::size_t>(Pace::green)];
  ASSERT_TRUE(loss);
  EXPECT_EQ(loss->basis, Basis::race_class);
  EXPECT_GE(loss->count, 30);
  EXPECT_NEAR(loss->mean, 67'400, 400);
  EXPECT_LT(loss->spread, 800);
  ASSERT_TRUE(of.lane_ms[0]);
  EXPECT_NEAR(of.lane_ms[0]->mean, 60'400, 300);
  ASSERT_TRUE(of.in_lap_cost_ms);
  EXPECT_NEAR(of.in_lap_cost_ms->mean, 4'000, 300);
  ASSERT_TRUE(of.out_lap_cost_ms);
  EXPECT_NEAR(of.out_lap_cost_ms->mean, 3'000, 300);
  EXPECT_FALSE(of.pit_loss_ms[static_cast<std::size_t>(Pace::behind)]) << "nobody stopped behind a safety car";
}

TEST(Measure, TankIsTheStintsThatRanItDown) {
  const Measured measured = measure(*made_up_race_at({}), nullptr, Priors{});
  ASSERT_TRUE(measured.cars.at(0).tank_laps);
  for (const CarMeasure& car : measured.cars) EXPECT_NEAR(car.tank_laps->mean, 19.5, 0.8) << car.car.str();
  EXPECT_EQ(measured.cars.at(0).tank_laps->basis, Basis::car);
}

TEST(Measure, AShortStopOnAnEmptyTankIsASplashAndNoDriveThrough) {
  MadeUpStops wanted;
  wanted.drive_through = 37;  // 18 laps after the stop before it: a stint is 19 or 20
  const Measured measured = measure(*made_up_race_at(wanted, 4'100'000), nullptr, {});
  EXPECT_LT(measured.find(CarNumber("1"))->fuel_used_laps, 5);
}

TEST(Measure, ASplashToReachTheFlagIsNoDriveThrough) {
  MadeUpStops wanted;
  wanted.limit_ms = 4'500'000;
  wanted.drive_through = 30;  // the shortest passage of all, within a stint of the flag
  const Measured measured = measure(*made_up_race_at(wanted, 3'400'000), nullptr, {});
  EXPECT_LT(measured.find(CarNumber("1"))->fuel_used_laps, 5);
}

TEST(Measure, GoesByWhatACrewSaysOfItsTank) {
  const auto race = made_up_race_at({}, 3'000'000);
  const std::vector<KnownTank> known{{.car = CarNumber("2"), .laps = 26, .left = 21}};
  const Measured measured = measure(*race, nullptr, Priors{}, known);
  const CarMeasure* car = measured.find(CarNumber("2"));
  ASSERT_TRUE(car != nullptr && car->tank_laps && car->fuel_laps_left);
  EXPECT_EQ(car->tank_laps->mean, 26);
  EXPECT_NEAR(car->fuel_laps_left->p50, 20, 1e-9) << "after the lap under way";
  EXPECT_TRUE(car->tank_told);
  EXPECT_NEAR(measured.find(CarNumber("4"))->tank_laps->mean, 19.5, 0.8) << "the others' tanks are measured";
}

TEST(Measure, ADriveThroughIsToldByItsLaneTimeAndRefuelsNothing) {
  MadeUpStops wanted;
  wanted.drive_through = 30;
  const Measured measured = measure(*made_up_race_at(wanted, 3'400'000), nullptr, Priors{});
  const ClassMeasure& of = measured.classes.at(0);
  const ServiceMeasure& through = of.services[static_cast<std::size_t>(Service::drive_through)];
  EXPECT_GT(through.share, 0);
  ASSERT_TRUE(through.lane_ms);
  EXPECT_NEAR(through.lane_ms->mean, 25'000, 1);
  const CarMeasure* car = measured.find(CarNumber("1"));
  ASSERT_NE(car, nullptr);
  EXPECT_EQ(car->laps_since_stop, made_up_race_at(wanted, 3'400'000)->find(CarNumber("1"))->laps - 19);
}

TEST(Measure, ADryingTrackIsNoTyreThatGetsFasterForEver) {
  MadeUpStops wanted;
  wanted.drying_ms = 6'000;
  const Measured measured = measure(*made_up_race_at(wanted, 1'900'000), nullptr, Priors{});
  for (const CarMeasure& car : measured.cars) {
    ASSERT_TRUE(car.degradation_ms);
    EXPECT_GE(*car.degradation_ms, -0.005 * measured.classes.front().lap_ms);
  }
  const auto& of_class = measured.classes.front().degradation_ms;
  ASSERT_TRUE(of_class);
  EXPECT_GE(of_class->mean, -0.005 * measured.classes.front().lap_ms);
}

TEST(Measure, TakesNoStopForOneThatGainsTime) {
  MadeUpStops wanted;
  wanted.in_lap_ms = -80'000;  // compared with laps that were slow for another reason
  const Measured measured = measure(*made_up_race_at(wanted, 4'200'000), nullptr, Priors{});
  const auto& loss = measured.classes.front().pit_loss_ms[0];
  EXPECT_TRUE(!loss || loss->mean > 0);
}

TEST(Measure, PaceOfACarIsAgainstItsClass) {
  const Measured measured = measure(*made_up_race_at({}), nullptr, Priors{});
  const CarMeasure* quick = measured.find(CarNumber("1"));
  const CarMeasure* slow = measured.find(CarNumber("8"));
  ASSERT_TRUE(quick != nullptr && quick->pace_ms && slow != nullptr && slow->pace_ms);
  EXPECT_NEAR(slow->pace_ms->mean - quick->pace_ms->mean, 700, 250);
  EXPECT_EQ(quick->drivers.size(), 3U);
}

TEST(Measure, StopsToComeFollowFromTankAndLength) {
  MadeUpStops wanted;
  wanted.limit_ms = 9'000'000;
  const Measured measured = measure(*made_up_race_at(wanted, 4'500'000), nullptr, Priors{});
  const CarMeasure& car = measured.cars.at(0);
  ASSERT_TRUE(car.laps_left && car.next_stop && car.next_stop->lap && car.stops_left);
  EXPECT_NEAR(*car.laps_left, 44, 2.5);
  EXPECT_NEAR(car.next_stop->lap->p50, 60, 3);
  EXPECT_NEAR(car.stops_left->mean, 2, 0.8);
  ASSERT_TRUE(measured.leader_laps);
}

TEST(Measure, SaysNoLengthWhereNobodyTellsIt) {
  const Measured measured = measure(*made_up_race_at({}, 4'500'000), nullptr, Priors{});
  EXPECT_FALSE(measured.race_length);
  EXPECT_FALSE(measured.cars.at(0).laps_left);
  EXPECT_FALSE(measured.cars.at(0).stops_left);
  EXPECT_TRUE(measured.cars.at(0).next_stop) << "the tank alone tells that";
}

TEST(Measure, BeforeASampleTheSameCircuitInEarlierRacesSpeaks) {
  MadeUpStops last_year;
  Priors priors;
  priors.add(tally_race("last-year", *made_up_race_at(last_year), nullptr, Priors{}));
  MadeUpStops today;
  today.event = "Made Up 2021";
  const Measured measured = measure(*made_up_race_at(today, 600'000), nullptr, priors);
  const auto& loss = measured.classes.at(0).pit_loss_ms[0];
  ASSERT_TRUE(loss);
  EXPECT_EQ(loss->basis, Basis::circuit);
  EXPECT_NEAR(loss->mean, 67'400, 500);
  ASSERT_TRUE(measured.cars.at(0).tank_laps);
  EXPECT_EQ(measured.cars.at(0).tank_laps->basis, Basis::circuit);
  EXPECT_NEAR(measured.cars.at(0).tank_laps->mean, 19.5, 1);
}

TEST(Measure, ARaceLearnsNothingFromItself) {
  MadeUpStops wanted;
  Priors priors;
  priors.add(tally_race("itself", *made_up_race_at(wanted), nullptr, Priors{}));
  const Measured measured = measure(*made_up_race_at(wanted, 600'000), nullptr, priors);
  EXPECT_FALSE(measured.classes.at(0).pit_loss_ms[0]);
}

TEST(Measure, AnEmptyRaceIsMeasuredAsNothing) {
  const Measured measured = measure(race::Snapshot{}, nullptr, Priors{});
  EXPECT_TRUE(measured.cars.empty());
  EXPECT_FALSE(measured.race_length);
}

}  // namespace
}  // namespace stint::insight
