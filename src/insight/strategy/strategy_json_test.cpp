#include "insight/strategy/strategy_json.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace stint::insight {
namespace {

Strategy one_car() {
  Strategy strategy;
  strategy.race_elapsed = Millis{64'800'000};
  strategy.runs = 100;
  CarStrategy car;
  car.car = CarNumber("50");
  car.class_name = "HYPERCAR";
  car.class_position = 2;
  car.net_class_position = 1;
  car.next_stop_lap = Quantiles{210, 212, 213};
  car.stops_left = Quantiles{5, 6, 7};
  car.stops_left_probability = 0.75;
  car.mean_finish_class_position = 1.5;
  car.finish_class_position = Quantiles{1, 1, 2};
  car.finish_odds = {0.6, 0.3};
  car.out_odds = 0.1;
  car.win_odds = 0.6;
  PitNow green, safety_car;
  green.loss_ms = Quantiles{70'000, 72'000, 75'000};
  safety_car.flag = FlagKind::safety_car;
  car.pit_now = {green, safety_car};
  car.window = StopWindow{210, 212, 213, {}};
  car.reasons = {"fuel for 4 laps more"};
  strategy.cars = {car};
  return strategy;
}

std::string written(const Strategy& strategy, const CarNumber& only = {}) {
  std::string out;
  timing::JsonWriter json(out);
  write_strategy(json, strategy, only);
  return out;
}

TEST(StrategyJson, HasTheNamesThatScriptsRead) {
  const std::string text = written(one_car());
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  ASSERT_EQ(parser.parse(text).get(document), simdjson::SUCCESS) << text;
  const auto number = [&](const char* place) {
    double value = -1;
    EXPECT_EQ(document.at_pointer(place).get(value), simdjson::SUCCESS) << place;
    return value;
  };
  EXPECT_EQ(number("/at_ms"), 64'800'000);
  EXPECT_EQ(number("/runs"), 100);
  EXPECT_EQ(number("/cars/0/class_position"), 2);
  EXPECT_EQ(number("/cars/0/net_class_position"), 1);
  EXPECT_EQ(number("/cars/0/next_stop_lap/p50"), 212);
  EXPECT_EQ(number("/cars/0/stops_left/p50"), 6);
  EXPECT_EQ(number("/cars/0/stops_left/p"), 0.75);
  EXPECT_EQ(number("/cars/0/finish_class_position/mean"), 1.5);
  EXPECT_EQ(number("/cars/0/finish_class_position/odds/1"), 0.3);
  EXPECT_EQ(number("/cars/0/pit_now/green/loss_ms"), 72'000);
  EXPECT_EQ(number("/cars/0/window/best"), 212);
  EXPECT_TRUE(document.at_pointer("/cars/0/pit_now/sc/loss_ms").is_null());
  EXPECT_EQ(document.at_pointer("/cars/0/reasons/0").get_string().value(), "fuel for 4 laps more");
}

TEST(StrategyJson, WhatIsNotKnownIsNull) {
  Strategy strategy;
  strategy.cars.resize(1);
  strategy.cars[0].car = CarNumber("7");
  const std::string text = written(strategy);
  for (const char* name : {"at_ms", "next_stop_lap", "stops_left", "finish_class_position", "window", "win_odds", "out_odds"}) {
    EXPECT_NE(text.find("\"" + std::string(name) + "\":null"), std::string::npos) << name << " in " << text;
  }
}

TEST(StrategyJson, OneCarAloneIfWanted) {
  Strategy strategy = one_car();
  strategy.cars.push_back(strategy.cars[0]);
  strategy.cars[1].car = CarNumber("51");
  const std::string text = written(strategy, CarNumber("51"));
  EXPECT_EQ(text.find("\"car\":\"50\""), std::string::npos);
  EXPECT_NE(text.find("\"car\":\"51\""), std::string::npos);
}

}  // namespace
}  // namespace stint::insight
