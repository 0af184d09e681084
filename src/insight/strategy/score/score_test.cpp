#include <gmock/gmock.h>

#include "insight/strategy/measure/made_up_stops.hpp"
#include "insight/strategy/score/baselines.hpp"
#include "insight/strategy/score/race_truth.hpp"
#include "insight/strategy/score/strategy_exam.hpp"

namespace stint::insight {
namespace {

TEST(RaceTruth, KnowsStopsAndPositionsOfEachInstant) {
  const RaceTruth truth(*made_up_race_at({}));
  const CarTruth& first = *truth.find(CarNumber("1"));
  ASSERT_EQ(first.stops.size(), 4U);  // laps 19, 38, 57 and 76 of 90
  EXPECT_EQ(first.next_stop(0)->in_lap, 19);
  EXPECT_EQ(first.next_stop(19)->in_lap, 38);
  EXPECT_EQ(first.stops_after(38), 2);
  EXPECT_EQ(truth.class_position_at(first, timing::instant_from_ms(1'000'000)), 1);
  EXPECT_EQ(truth.class_position_at(first, timing::instant_from_ms(2'080'000)), 5) << "the even cars stop a lap later";
}

TEST(RaceTruth, EndsACycleWhenTheLastOfTheClassIsBack) {
  const RaceTruth truth(*made_up_race_at({}));
  const CarTruth& first = *truth.find(CarNumber("1"));
  const CarTruth& last = *truth.find(CarNumber("8"));
  const auto over = truth.cycle_end(first, first.stops.front());
  ASSERT_TRUE(over);
  EXPECT_EQ(*over, *last.end_of(22)) << "in on lap 20, out on 21, and a lap more";
  EXPECT_EQ(truth.class_position_at(first, *over), 1);
}

TEST(RaceTruth, ComparesEachPairOnceBothHaveStopped) {
  const RaceTruth truth(*made_up_race_at({}));
  for (const CarTruth& car : truth.cars()) {
    const auto net = truth.net_position(car, car.stops.front());
    ASSERT_TRUE(net);
    EXPECT_EQ(std::to_string(net->class_position), car.car.str()) << "faster cars have lower numbers";
  }
}

TEST(Baselines, SayTheMedianStintAgain) {
  const race::SnapshotPtr race = made_up_race_at({}, 4'200'000);  // after the stops of laps 19 and 38
  EXPECT_EQ(usual_next_stop(*race->find(CarNumber("1"))), 57);
  EXPECT_FALSE(usual_next_stop(*made_up_race_at({}, 900'000)->find(CarNumber("1"))));
}

TEST(ErrorFigures, AreOfAbsoluteErrorsButForTheBias) {
  const auto figures = error_figures({-2, 0, 1, 5});
  ASSERT_TRUE(figures);
  EXPECT_DOUBLE_EQ(figures->mean_abs, 2);
  EXPECT_DOUBLE_EQ(figures->median_abs, 1.5);
  EXPECT_DOUBLE_EQ(figures->bias, 1);
  EXPECT_DOUBLE_EQ(figures->exact, 0.25);
  EXPECT_FALSE(error_figures({}));
}

TEST(Calibration, IsTheDistanceOfWhatCameFromWhatWasTold) {
  FinishRow row;
  for (int i = 0; i < 4; ++i) row.odds.push_back({0.75, i < 3});  // 3 of 4 came
  row.odds.push_back({0.25, true});
  const Calibration odds = calibration(std::vector<FinishRow>{row});
  ASSERT_EQ(odds.bins.size(), 2U);
  EXPECT_DOUBLE_EQ(odds.mean_gap, 0.75 / 5);  // the second bin is 0.75 off, with one odd of five
}

TEST(StrategyExam, FindsARegularRaceEasy) {
  const auto events = made_up_stops({.limit_ms = 9'200'000});
  ExamSettings settings;
  settings.runs = 0;
  const ExamRows rows = examine_strategy(events, nullptr, Priors{}, settings);
  ASSERT_FALSE(rows.rejoins.empty());
  std::vector<double> gaps, later;
  for (const RejoinRow& row : rows.rejoins) {
    if (row.gap_error_ms && !row.rival_stopped) gaps.push_back(*row.gap_error_ms);
  }
  ASSERT_FALSE(gaps.empty());
  EXPECT_LT(error_figures(gaps)->median_abs, 2'500);
  for (const NextStopRow& row : rows.next_stops) {
    if (row.error) later.push_back(*row.error);
  }
  EXPECT_LT(error_figures(later)->median_abs, 1.5);
  double net = 0, track = 0;
  for (const NetRow& row : rows.nets) {
    net += row.net_error;
    track += row.track_error;
  }
  EXPECT_LT(net, track);
}

}  // namespace
}  // namespace stint::insight
