#include "insight/strategy/measure/stop_forecast.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace stint::insight {
namespace {

StopQuestion question(double used, std::optional<double> to_go) {
  StopQuestion asked;
  asked.next_lap = 51;
  asked.used = used;
  asked.tank = {.laps = 30, .usual = 30, .error = 0.3, .stints = 9, .basis = Basis::car};
  if (to_go) asked.ways = {{.laps = *to_go}};
  return asked;
}

// Of cars that run their tank down.
StopHabits run_dry() {
  StopHabits habits;
  for (std::size_t need = 0; need < kStopNeeds; ++need) {
    for (std::size_t bin = 0; bin < kFuelBins; ++bin) {
      habits.green[need][bin] = {bin < fuel_bin(29, 30) || need == 0 ? 0.0 : 5000.0, 1000};
    }
  }
  return habits;
}

double sum(const std::vector<double>& chances) { return std::accumulate(chances.begin(), chances.end(), 0.0); }

TEST(StopNeed, SaysWhatStoppingNowWouldMean) {
  EXPECT_EQ(stop_need(10, 30, 30, 20), StopNeed::none);          // 20 laps in the tank
  EXPECT_EQ(stop_need(10, 30, 30, 31), StopNeed::last_closed);   // stopping now, the tank would not reach
  EXPECT_EQ(stop_need(10, 30, 30, 29), StopNeed::last_open);     // now it would
  EXPECT_EQ(stop_need(5, 30, 30, 70), StopNeed::middle_closed);  // 25 + 30 + 30 reach; 30 + 30 do not
  EXPECT_EQ(stop_need(20, 30, 30, 55), StopNeed::middle_open);   // two more either way
  EXPECT_EQ(stop_need(5, 30, 30, std::nullopt), StopNeed::middle_open);
}

TEST(StopNeed, TheLastStintGoesFurther) {
  EXPECT_EQ(stop_need(10, 30, 33, 22), StopNeed::none);
  EXPECT_EQ(stop_need(10, 30, 33, 32), StopNeed::last_open);
  EXPECT_GT(last_stint(2.0).share, last_stint(6.0).share) << "a sprint is worth saving for";
  EXPECT_EQ(last_stint(std::nullopt).share, last_stint(24.0).share);
}

TEST(StopForecaster, ExpectsTheStopWhereTheTankEnds) {
  const StopChances chances;
  const NextStop next = StopForecaster(chances).next_stop(question(20, 200));
  ASSERT_TRUE(next.lap);
  EXPECT_EQ(next.first_lap, 51);
  EXPECT_NEAR(next.lap->p50, 60, 2);
  EXPECT_LE(next.lap->p10, next.lap->p50);
  EXPECT_LE(next.lap->p50, next.lap->p90);
  EXPECT_NEAR(sum(next.chance) + next.none, 1, 1e-6);
}

TEST(StopForecaster, ExpectsNoStopIfTheFuelReachesTheFlag) {
  // Cars that need no fuel seldom stopped in the races that were learnt from.
  StopHabits habits;
  for (auto& count : habits.green[static_cast<std::size_t>(StopNeed::none)]) count = {1, 1000};
  const StopChances chances(habits, habits);
  const StopForecaster forecaster(chances);
  const NextStop next = forecaster.next_stop(question(20, 5));
  EXPECT_GT(next.none, 0.9);
  const auto left = forecaster.stops_left(question(20, 5));
  ASSERT_TRUE(left);
  EXPECT_EQ(left->most_likely, 0);
}

TEST(StopForecaster, CountsTheStopsThatTheWayNeeds) {
  const StopHabits habits = run_dry();
  const StopChances chances(habits, habits);
  const auto left = StopForecaster(chances).stops_left(question(20, 10 + 30 + 30 + 15));
  ASSERT_TRUE(left);
  EXPECT_EQ(left->most_likely, 3);
  EXPECT_GT(left->most_likely_chance, 0.8);
  EXPECT_NEAR(sum(left->chance), 1, 1e-6);
}

TEST(StopForecaster, ACautionOnTheWayMaySaveTheLastStop) {
  const StopHabits habits = run_dry();
  const StopChances chances(habits, habits);
  StopQuestion asked = question(20, 14);  // ten in the tank
  asked.cautions.yellow_burn = 0.4;
  const double green = StopForecaster(chances).next_stop(asked).none;
  asked.ways = {{.weight = 0.5, .laps = 14}, {.weight = 0.5, .laps = 14, .share = 0.6}};
  const NextStop doubtful = StopForecaster(chances).next_stop(asked);
  EXPECT_GT(doubtful.none, green + 0.2);
}

TEST(StopForecaster, SaysNothingOfStopsLeftWithoutALength) {
  const StopChances chances;
  EXPECT_FALSE(StopForecaster(chances).stops_left(question(20, std::nullopt)));
}

TEST(StopForecaster, BringsStopsForwardOnceTheClassComesInDuringACaution) {
  StopHabits habits;
  for (auto& need : habits.caution) {
    for (auto& count : need[caution_state(0, 0)]) count = {900, 1000};
  }
  const StopChances chances(habits, habits);
  StopQuestion asked = question(15, 200);
  asked.caution_laps = 3;
  asked.caution_left = 4;
  asked.since_open = 0;
  const NextStop next = StopForecaster(chances).next_stop(asked);
  ASSERT_TRUE(next.lap);
  EXPECT_EQ(next.lap->p50, 51);
}

}  // namespace
}  // namespace stint::insight
