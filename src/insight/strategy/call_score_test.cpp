#include "insight/strategy/call_score.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::insight {
namespace {

const Instant kStart = timing::instant_from_ms(1'718'460'000'000);
constexpr std::int64_t kLap = 100'000;

// Two cars of a class, a lap each 100 s, car 8 always 5 s behind; car 7 stops on lap 10, and is 71 s behind from then on. Car 8
// stops on the lap given, if at all, and loses as much.
race::Snapshot race_after(std::int32_t laps, bool finished = false, std::int32_t other_stops = 0) {
  race::Snapshot race;
  race.at = kStart + Millis{laps * kLap};
  race.elapsed = Millis{laps * kLap};
  race.session.started_at = kStart;
  race.flag = FlagKind::green;
  for (const auto& [number, behind] : {std::pair{"7", 0}, std::pair{"8", 5'000}}) {
    race::CarSnapshot car;
    auto entry = std::make_shared<timing::Entry>();
    entry->car = CarNumber(number);
    entry->class_name = "GT";
    car.entry = entry;
    const bool first = car.number() == CarNumber("7");
    const std::int32_t stop_lap = first ? 10 : other_stops;
    const auto stopped = [](std::int32_t in_lap, std::int32_t lap) { return in_lap > 0 && lap > in_lap; };
    const auto second_after = [&](std::int32_t lap) { return first == (stopped(10, lap) && !stopped(other_stops, lap)); };
    car.laps = laps;
    car.position = car.class_position = second_after(laps) ? 2 : 1;
    car.elapsed = Millis{laps * kLap + behind};
    car.state = finished ? timing::CarState::finished : timing::CarState::running;
    for (std::int32_t lap = 1; lap <= laps; ++lap) {
      race::LapRecord record;
      record.number = lap;
      record.ended_at = kStart + Millis{lap * kLap + behind + (stopped(stop_lap, lap) ? 71'000 : 0)};
      record.class_position = second_after(lap) ? 2 : 1;
      car.laps_done.push_back(record);
    }
    if (stopped(stop_lap, laps)) {
      race::PitStop stop;
      stop.in_lap = stop_lap;
      stop.out_lap = stop_lap + 1;
      stop.in_at = kStart + Millis{stop_lap * kLap};
      stop.flag = FlagKind::green;
      car.pit_stops.push_back(stop);
      car.stops = 1;
    }
    race.cars.push_back(std::move(car));
  }
  return race;
}

Strategy called(const race::Snapshot& race, double stop_lap, double finish) {
  Strategy strategy;
  strategy.at = race.at;
  CarStrategy car;
  car.car = CarNumber("7");
  car.class_name = "GT";
  car.class_position = race.find(car.car)->class_position;
  car.net_class_position = 1;
  car.net_class_position_band = Quantiles{1, 1, 2};
  car.next_stop_lap = Quantiles{stop_lap - 1, stop_lap, stop_lap + 1};
  car.mean_finish_class_position = finish;
  car.finish_class_position = Quantiles{1, 2, 2};
  PitNow now;
  now.class_position = 2;
  now.ahead = CarNumber("8");
  now.gap_ahead_ms = Quantiles{60'000, 65'000, 70'000};
  car.pit_now = {now};
  strategy.cars = {car};
  return strategy;
}

const CallScore* find(const std::vector<CallScore>& scores, CallKind kind, std::string_view class_name = "") {
  for (const CallScore& score : scores) {
    if (score.kind == kind && score.class_name == class_name) return &score;
  }
  return nullptr;
}

TEST(CallScore, HoldsACallAgainstTheStopThatCame) {
  StrategyCallBook book;
  for (std::int32_t lap = 3; lap <= 9; ++lap) book.note(race_after(lap), called(race_after(lap), lap < 6 ? 12 : 10, 2));
  EXPECT_TRUE(score_calls(race_after(9), book).empty()) << "nothing has come yet";
  const auto scores = score_calls(race_after(12), book);
  const CallScore* stops = find(scores, CallKind::next_stop);
  ASSERT_NE(stops, nullptr);
  EXPECT_EQ(stops->calls, 7);
  EXPECT_DOUBLE_EQ(stops->mean_error, 6.0 / 7) << "three were two laps off";
  EXPECT_DOUBLE_EQ(stops->median_error, 0);
  EXPECT_DOUBLE_EQ(*stops->exact, 4.0 / 7);
  EXPECT_DOUBLE_EQ(*stops->in_band, 4.0 / 7);
  EXPECT_FALSE(stops->simple_mean_error) << "the car had made no stop";
  EXPECT_EQ(find(scores, CallKind::next_stop, "GT")->calls, 7);
}

TEST(CallScore, HoldsARejoinAgainstTheOutLap) {
  StrategyCallBook book;
  book.note(race_after(9), called(race_after(9), 10, 2));
  const auto scores = score_calls(race_after(12), book);
  EXPECT_DOUBLE_EQ(*find(scores, CallKind::rejoin_position)->exact, 1);
  // Car 7 ends its out-lap 71 s later than usual, car 8 is 5 s behind its usual time.
  EXPECT_DOUBLE_EQ(find(scores, CallKind::rejoin_gap)->mean_error, 1'000);
}

TEST(CallScore, HoldsTheFinishAgainstTheCallAtHalfDistanceAndThePlaceOfThen) {
  StrategyCallBook book;
  for (std::int32_t lap = 1; lap < 20; ++lap) book.note(race_after(lap), called(race_after(lap), 10, lap == 10 ? 1.8 : 5));
  EXPECT_EQ(find(score_calls(race_after(20), book), CallKind::finish_position), nullptr) << "it still runs";
  const auto scores = score_calls(race_after(20, true), book);
  const CallScore* finish = find(scores, CallKind::finish_position);
  ASSERT_NE(finish, nullptr);
  EXPECT_EQ(finish->calls, 1);
  EXPECT_NEAR(finish->mean_error, 0.2, 1e-9);
  EXPECT_DOUBLE_EQ(*finish->simple_mean_error, 1);
}

TEST(CallScore, HoldsNetAgainstThePlaceWhenTheCycleIsOver) {
  StrategyCallBook book;
  const auto at = [](std::int32_t laps, std::int32_t other_stops, bool finished = false) {
    return race_after(laps, finished, other_stops);
  };
  for (std::int32_t lap = 6; lap <= 15; ++lap) book.note(at(lap, 12), called(at(lap, 12), 10, 1));
  EXPECT_EQ(find(score_calls(at(12, 12), book), CallKind::net_position), nullptr) << "car 8 has not been back for a lap yet";
  const auto scores = score_calls(at(15, 12), book);
  const CallScore* net = find(scores, CallKind::net_position);
  ASSERT_NE(net, nullptr);
  EXPECT_EQ(net->calls, 8) << "laps 7 to 14";
  EXPECT_DOUBLE_EQ(net->mean_error, 0);
  EXPECT_DOUBLE_EQ(*net->exact, 1);
  EXPECT_DOUBLE_EQ(*net->simple_mean_error, 2.0 / 8) << "on the road it was second after laps 11 and 12";
}

TEST(CallBook, HasOneCallALapAndForgetsWhatHasNotComeYet) {
  StrategyCallBook book;
  for (const std::int32_t lap : {3, 3, 4, 5}) book.note(race_after(lap), called(race_after(lap), 10, 2));
  book.freeze();
  const StrategyCallBook kept = book;
  EXPECT_EQ(book.find(CarNumber("7"))->size(), 3U);
  EXPECT_EQ(book.find(CarNumber("8")), nullptr) << "nothing was said of it";
  book.forget_after(kStart + Millis{4 * kLap});
  EXPECT_EQ(book.find(CarNumber("7"))->size(), 2U);
  EXPECT_EQ(kept.find(CarNumber("7"))->size(), 3U) << "a copy stays as it was";
}

}  // namespace
}  // namespace stint::insight
