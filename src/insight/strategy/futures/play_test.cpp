#include <gtest/gtest.h>

#include <numeric>
#include <thread>

#include "insight/strategy/futures/draws.hpp"
#include "insight/strategy/futures/forecast.hpp"
#include "insight/strategy/futures/futures.hpp"
#include "insight/strategy/futures/made_up_situation.hpp"

namespace stint::insight {
namespace {

PlaySettings settings(std::int32_t runs, std::uint64_t seed = 1, unsigned threads = 1) {
  return {.runs = runs, .seed = seed, .threads = threads, .stop = {}};
}

double share(std::span<const CarFuture> futures, auto holds) {
  return static_cast<double>(std::ranges::count_if(futures, holds)) / static_cast<double>(futures.size());
}

bool wins(const CarFuture& future) { return future.class_position == 1; }

TEST(Play, IsTheSameForTheSameSeedWhateverTheThreads) {
  const Situation situation = lively_cars(20, 6);
  const Futures one = play(situation, settings(100, 5, 1)), three = play(situation, settings(100, 5, 3));
  const Futures other = play(situation, settings(100, 6, 3));
  bool differs = false;
  for (std::size_t car = 0; car < 20; ++car) {
    for (std::size_t run = 0; run < 100; ++run) {
      const CarFuture &a = one.at(car, run), &b = three.at(car, run);
      ASSERT_EQ(std::tie(a.progress, a.finish_ms, a.laps, a.next_stop_lap, a.stops, a.class_position, a.out),
                std::tie(b.progress, b.finish_ms, b.laps, b.next_stop_lap, b.stops, b.class_position, b.out));
      differs |= a.progress != other.at(car, run).progress;
    }
  }
  EXPECT_TRUE(differs);
}

TEST(Play, FewerRunsAreTheFirstOfMore) {
  const Situation situation = lively_cars(5, 6);
  const Futures few = play(situation, settings(10)), many = play(situation, settings(40));
  for (std::size_t run = 0; run < 10; ++run) EXPECT_EQ(few.at(3, run).progress, many.at(3, run).progress);
}

TEST(Play, AskedToStopItGivesNothing) {
  std::stop_source source;
  PlaySettings endless = settings(100'000'000);
  endless.runs = 2'000'000;
  endless.stop = source.get_token();
  Situation situation = lively_cars(2, 1);
  std::jthread stops([&] { source.request_stop(); });
  EXPECT_EQ(play(situation, endless).runs(), 0U);
}

TEST(Play, WithoutALimitNothingIsPlayed) {
  Situation situation = equal_cars(2, 6);
  situation.limit_ms.reset();
  EXPECT_EQ(play(situation, settings(10)).runs(), 0U);
}

// The leader crosses the line at 3,600 s + what is left of his lap: 36 laps of 100 s and stops of 60 s after 12, 24 and 36.
TEST(Play, WithoutLuckTheRaceIsWhatArithmeticSays) {
  const Futures futures = play(equal_cars(1, 1), settings(3));
  const CarFuture& car = futures.at(0, 0);
  // 12 laps 1,200 s, stop to 1,260, 12 laps to 2,460, stop to 2,520: at 3,600 s 10.8 laps further.
  EXPECT_EQ(car.stops, 2);
  EXPECT_EQ(car.next_stop_lap, 12);
  EXPECT_NEAR(car.progress, 34.8, 1e-9);
  EXPECT_EQ(car.laps, 35);
  EXPECT_NEAR(car.finish_ms, 3'620'000, 1e-3);
  EXPECT_TRUE(car.home);
}

TEST(Play, WhoStillStandsWhenTheOthersComeHomeIsOut) {
  Situation situation = equal_cars(2, 1);
  situation.cars[1].gone_chance = 1e-9;
  situation.cars[1].back_in_ms = 1e12;
  const Futures futures = play(situation, settings(20));
  EXPECT_EQ(share(futures.of(1), [](const CarFuture& future) { return future.out && !future.home; }), 1);
  EXPECT_EQ(share(futures.of(0), [](const CarFuture& future) { return future.out; }), 0);
}

TEST(Play, AFillThatLastsToTheFlagIsTheLast) {
  Situation situation = equal_cars(1, 1);
  situation.cars[0].progress = 30;
  situation.now_ms = 3'000'000;
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).stops, 0);
  situation.cars[0].fuel_used_laps = 7;
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).stops, 1);
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).next_stop_lap, 35);
}

// Two cars, no stops: the difference of their times after n laps is normal, so the odds are known.
TEST(Play, OddsOfTwoCarsAreThoseOfTheNormalDistribution) {
  Situation situation = equal_cars(2, 1);
  const double error = 100, spread = 800, slower = 60;
  for (SituationCar& car : situation.cars) {
    car.tank_laps = {1'000, 0};
    car.filled_laps = 1'000;
    car.lap_error_ms = error;
    car.lap_spread_ms = spread;
  }
  situation.cars[1].lap_ms += slower;
  const double laps = 36.5;
  const double away = std::sqrt(2 * laps * laps * error * error + 2 * laps * spread * spread);
  const double expected = normal_share(laps * slower / away);
  EXPECT_NEAR(share(play(situation, settings(8'000)).of(0), wins), expected, 0.02);
}

TEST(Play, CatchingUpIsNotPassing) {
  Situation situation = equal_cars(2, 1);
  for (SituationCar& car : situation.cars) car.tank_laps = {1'000, 0}, car.filled_laps = 1'000;
  situation.cars[0].progress = 0.01;         // a second ahead
  situation.cars[1].lap_ms -= 2'500 / 36.0;  // and a second and a half behind at the flag, if the other let it pass
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).class_position, 1);
  situation.cars[1].lap_ms -= 100;
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).class_position, 2);
}

TEST(Play, TheNextStopComesWhenItWasMeasuredToCome) {
  Situation situation = equal_cars(1, 2);
  situation.stop_chances = {0, 0, 0, 0.6, 0.3};
  situation.cars[0].first_stop_lap = 1;
  situation.cars[0].chances = 5;
  const Futures futures = play(situation, settings(2'000));
  const auto at = [&](std::int32_t lap) {
    return share(futures.of(0), [&](const CarFuture& f) { return f.next_stop_lap == lap; });
  };
  EXPECT_NEAR(at(4), 0.6, 0.04);
  EXPECT_NEAR(at(5), 0.3, 0.04);
  EXPECT_NEAR(at(12), 0.1, 0.03) << "an empty tank stops who had not meant to";
}

TEST(Play, WhoseFuelReachesTheFlagComesInNoMore) {
  Situation situation = equal_cars(1, 1);
  situation.cars[0].progress = 25;
  situation.now_ms = 2'700'000;
  situation.cars[0].fuel_used_laps = 2;  // ten left for nine laps
  situation.stop_chances = {0, 0, 1};
  situation.cars[0].first_stop_lap = 26;
  situation.cars[0].chances = 3;
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).stops, 0) << "whatever had been measured";
  situation.cars[0].fuel_used_laps = 4;
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).next_stop_lap, 28);
  situation.last_tank_share = {1.25, 0};
  EXPECT_EQ(play(situation, settings(1)).at(0, 0).stops, 0) << "a last stint goes further";
}

TEST(Play, ACarThatStandsIsOutAsOftenAsItsChanceSays) {
  Situation situation = equal_cars(2, 1);
  situation.cars[0].gone_chance = 0.7;
  situation.cars[0].back_in_ms = 600'000;
  const Futures futures = play(situation, settings(4000));
  EXPECT_NEAR(share(futures.of(0), [](const CarFuture& future) { return future.out; }), 0.7, 0.03);
  for (const CarFuture& future : futures.of(0)) {
    EXPECT_EQ(future.class_position, 2);
    EXPECT_EQ(future.out, future.laps == 0);
  }
}

TEST(Play, EqualCarsWinEquallyOften) {
  Situation situation = lively_cars(6, 3);
  for (SituationCar& car : situation.cars) car.lap_ms = kTestLapMs;
  const Futures futures = play(situation, settings(6'000));
  for (std::size_t car = 0; car < 6; ++car) EXPECT_NEAR(share(futures.of(car), wins), 1 / 6.0, 0.025) << car;
}

TEST(Play, CarsBreakDownAsOftenAsTheirHazardSays) {
  const Futures futures = play(lively_cars(10, 6), settings(2'000));
  double out = 0;
  for (std::size_t car = 0; car < 10; ++car) out += share(futures.of(car), [](const CarFuture& f) { return f.out; }) / 10;
  EXPECT_NEAR(out, 1 - std::exp(-0.02 * 6), 0.008);
}

TEST(Play, EveryPlaceIsTakenOnceInEveryFuture) {
  const Futures futures = play(lively_cars(9, 6), settings(50));
  for (std::size_t run = 0; run < 50; ++run) {
    std::vector<int> places;
    for (std::size_t car = 0; car < 9; ++car) places.push_back(futures.at(car, run).position);
    std::ranges::sort(places);
    for (int place = 0; place < 9; ++place) ASSERT_EQ(places[static_cast<std::size_t>(place)], place + 1);
  }
}

TEST(Play, ASafetyCarBringsTheFieldTogether) {
  Situation apart = equal_cars(2, 2);
  apart.cars[1].progress = 0;
  apart.cars[0].progress = 0.8;
  apart.wave_by = false;
  for (SituationCar& car : apart.cars) car.tank_laps = {1'000, 0}, car.filled_laps = 1'000;
  Assumptions safety_car;
  safety_car.caution = CautionNow{Pace::behind, 1'200'000, true};
  const Futures usual = play(apart, settings(1)), closed = play(apart, settings(1), safety_car);
  EXPECT_NEAR(usual.at(0, 0).progress - usual.at(1, 0).progress, 0.8, 1e-9);
  EXPECT_NEAR(closed.at(0, 0).progress - closed.at(1, 0).progress, 0.013, 1e-6);
}

TEST(Play, ASlowedFieldKeepsItsDistances) {
  Situation apart = equal_cars(2, 2);
  apart.cars[0].progress = 0.8;
  for (SituationCar& car : apart.cars) car.tank_laps = {1'000, 0}, car.filled_laps = 1'000;
  Assumptions slow;
  slow.caution = CautionNow{Pace::slow, 600'000, true};
  const Futures slowed = play(apart, settings(1), slow);
  EXPECT_NEAR(slowed.at(0, 0).progress - slowed.at(1, 0).progress, 0.8, 1e-9);
  // Ten minutes at half the pace: three laps fewer than the 72 of two hours.
  EXPECT_NEAR(slowed.at(1, 0).progress, 72 - 3, 1e-9);
}

TEST(Play, ALapDownBeforeItsClassLeaderIsWavedRound) {
  Situation situation = equal_cars(2, 2);
  situation.cars[0].progress = 5.5;
  situation.cars[1].progress = 4.7;  // less than a lap down
  situation.cars.push_back(situation.cars[1]);
  situation.cars[2].number = CarNumber("3");
  situation.cars[2].key = 3;
  situation.cars[2].progress = 3.9;
  for (SituationCar& car : situation.cars) car.tank_laps = {1'000, 0}, car.filled_laps = 1'000;
  situation.classes.push_back(situation.classes[0]);
  situation.cars[1].class_index = situation.cars[2].class_index = 1;
  situation.wave_by = true;
  Assumptions safety_car;
  safety_car.caution = CautionNow{Pace::behind, 1'200'000, true};
  const Futures futures = play(situation, settings(1), safety_car);
  // Its class leader was 0.8 of a lap behind the leader, it 0.6 of one and a lap more: it goes round and is last in the queue.
  EXPECT_LT(futures.at(1, 0).progress - futures.at(2, 0).progress, 0.1);
}

TEST(Play, TimeOwedCostsThatTime) {
  Situation situation = equal_cars(2, 2);
  situation.cars[1].owed_stop_ms = 30'000;
  const Futures futures = play(situation, settings(1));
  EXPECT_NEAR((futures.at(0, 0).progress - futures.at(1, 0).progress) * kTestLapMs, 30'000, 1);
}

TEST(Play, WhoMustStillDriveTakesOver) {
  Situation situation = equal_cars(1, 3);
  situation.drivers = {{"A", 0, 0, 0, 1e9}, {"B", 1'000, 0, 3'600'000, 1e9}};
  situation.cars[0].drivers = 2;
  situation.cars[0].usual_turn_stints = 1;
  const double with_b = play(situation, settings(1)).at(0, 0).progress;
  situation.drivers[1].pace_ms = 0;
  EXPECT_LT(with_b, play(situation, settings(1)).at(0, 0).progress);
}

TEST(Forecast, OddsSumToOneAndQuantilesRise) {
  const Situation situation = lively_cars(8, 6);
  Strategy strategy;
  strategy.cars.resize(8);
  add_forecast(situation, play(situation, settings(500)), strategy);
  double winners = 0;
  for (const CarStrategy& car : strategy.cars) {
    EXPECT_NEAR(std::accumulate(car.finish_odds.begin(), car.finish_odds.end(), car.out_odds), 1, 1e-9);
    EXPECT_LE(car.next_stop_lap->p10, car.next_stop_lap->p50);
    EXPECT_LE(car.next_stop_lap->p50, car.next_stop_lap->p90);
    EXPECT_GE(*car.podium_odds, *car.win_odds);
    winners += *car.win_odds;
  }
  EXPECT_NEAR(winners, 1, 0.02);  // short of the futures whose winner is out
  EXPECT_GE(strategy.finish_elapsed_ms->p10, *situation.limit_ms);
}

TEST(Forecast, WeighsTheTwoCountsOfStopsLeft) {
  std::vector<CarFuture> futures(10);
  for (CarFuture& future : futures) future.stops = 3, future.home = true;
  futures[0].out = true;  // how often it had stopped by then says nothing
  futures[0].stops = 0;
  StopsLeft counted;
  counted.chance = {0, 0, 0.8, 0.2};
  CarStrategy to;
  add_counted_stops(futures, counted, 0, to);
  EXPECT_EQ(to.stops_left->p50, 2);
  EXPECT_NEAR(*to.stops_left_probability, 0.8, 1e-9);
  add_counted_stops(futures, counted, 0.5, to);
  EXPECT_EQ(to.stops_left->p50, 3);
  EXPECT_NEAR(*to.stops_left_probability, 0.6, 1e-9);
}

}  // namespace
}  // namespace stint::insight
