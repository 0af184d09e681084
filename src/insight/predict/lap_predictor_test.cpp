#include "insight/predict/lap_predictor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "insight/predict/lap_training.hpp"
#include "insight/predict/made_up_race.hpp"

namespace stint::insight {
namespace {

// Learnt once for all tests, from two races of another seed.
const std::shared_ptr<const LapModel>& model() {
  static const auto kModel = [] {
    LapExamples examples;
    examples.add_race("one", made_up_race(40, 7));
    examples.add_race("two", made_up_race(40, 8));
    auto trained = train_laps(examples, LapLearner::boosting, {});
    auto read = LapModel::read(trained.write(), "test");
    return std::make_shared<const LapModel>(std::move(*read));
  }();
  return kModel;
}

std::vector<Prediction> predict(std::span<const timing::Event> events) {
  Field field;
  LapPredictor predictor(model(), std::chrono::minutes{10});
  std::vector<Prediction> made;
  for (const timing::Event& event : events) {
    const Step step = field.apply(event);
    if (auto prediction = predictor.observe(field, step)) made.push_back(std::move(*prediction));
  }
  return made;
}

std::string text_of(const Prediction& each) {
  const auto ms = [](const std::optional<Millis>& time) { return time ? std::to_string(time->count()) : std::string("-"); };
  return each.car.str() + " " + std::to_string(each.lap) + " " + std::to_string(timing::count_ms(each.made_at)) + " " +
         std::to_string(each.after_sector) + " " + std::string(lap_kind_name(each.kind)) + " " + ms(each.predicted) + " " +
         ms(each.low) + " " + ms(each.high) + " " + each.model + each.reason;
}

TEST(LapPredictorTest, CuttingTheRaceAtAnyInstantChangesNothingSaidBefore) {
  const auto events = made_up_race();
  const auto whole = predict(events);
  ASSERT_GT(whole.size(), 1000U);
  for (std::size_t cut = 50; cut < events.size(); cut += 97) {
    const auto part = predict(std::span(events).first(cut));
    ASSERT_LE(part.size(), whole.size());
    for (std::size_t i = 0; i < part.size(); ++i) ASSERT_EQ(text_of(part[i]), text_of(whole[i])) << "cut after event " << cut;
  }
}

TEST(LapPredictorTest, EveryKindOfLapIsPredictedAndItsTimeIsNear) {
  Field field;
  LapPredictor predictor(model());
  std::map<LapKind, std::pair<double, int>> errors;
  for (const timing::Event& event : made_up_race()) {
    const Step step = field.apply(event);
    predictor.observe(field, step);
    for (const PredictionOutcome& outcome : predictor.outcomes()) {
      const LapRecord& lap = field.cars()[step.car].laps.back();
      const bool as_said = outcome.prediction.kind != LapKind::racing || outcome.green;
      // An out-lap on which the flag changed is no one's to foresee.
      const bool green_out = is_racing_flag(lap.flag_at_start) && is_racing_flag(lap.flag_at_end);
      if (!as_said || lap.in_lap || (outcome.prediction.kind == LapKind::out && !green_out)) continue;
      errors[outcome.prediction.kind].first += std::abs(outcome.error_ms());
      ++errors[outcome.prediction.kind].second;
    }
  }
  for (const auto& [kind, most_ms] :
       {std::pair(LapKind::racing, 600), {LapKind::out, 20'000}, {LapKind::neutralised, 25'000}}) {
    ASSERT_GT(errors[kind].second, 0) << lap_kind_name(kind);
    EXPECT_LT(errors[kind].first / errors[kind].second, most_ms) << lap_kind_name(kind);
  }
}

TEST(LapPredictorTest, SectorsRefineTheLapUnderWay) {
  Field field;
  LapPredictor predictor(model());
  std::array<double, 3> sum{};
  std::array<int, 3> count{};
  for (const timing::Event& event : made_up_race()) {
    const Step step = field.apply(event);
    predictor.observe(field, step);
    for (const PredictionOutcome& outcome : predictor.outcomes()) {
      if (!outcome.green || outcome.prediction.kind != LapKind::racing) continue;
      const auto after = static_cast<std::size_t>(outcome.prediction.after_sector);
      sum[after] += std::abs(outcome.error_ms());
      ++count[after];
    }
  }
  EXPECT_LT(sum[1] / count[1], sum[0] / count[0]);
  EXPECT_LT(sum[2] / count[2], sum[1] / count[1]);
}

TEST(LapPredictorTest, WhenNothingCanBeSaidTheReasonIsGiven) {
  const auto made = predict(made_up_race());
  ASSERT_FALSE(made.empty());
  EXPECT_FALSE(made.front().predicted);
  EXPECT_EQ(made.front().reason, "the car has no green lap yet to measure from");
}

TEST(LapPredictorTest, TheBandHoldsThePredictionOfEachOfTheNextTenLaps) {
  Field field;
  LapPredictor predictor(model());
  for (const timing::Event& event : made_up_race()) predictor.observe(field, field.apply(event));
  int cars = 0;
  for (std::size_t car = 0; car < field.cars().size(); ++car) {
    const auto laps = predictor.next_laps(field, car, 10);
    if (laps.empty()) continue;
    ++cars;
    ASSERT_EQ(laps.size(), 10U);
    for (const Prediction& lap : laps) {
      EXPECT_LE(*lap.low, *lap.predicted);
      EXPECT_GE(*lap.high, *lap.predicted);
    }
    EXPECT_GT(*laps[9].high, *laps[9].low);
    for (int ahead = 0; ahead < 10; ++ahead) EXPECT_EQ(laps[static_cast<std::size_t>(ahead)].lap, laps[0].lap + ahead);
  }
  EXPECT_GT(cars, 5);
}

TEST(LapPredictorTest, ABandFurtherAheadHoldsAboutFourLapsOfFive) {
  Field field;
  LapPredictor predictor(model());
  std::map<std::pair<std::size_t, std::int32_t>, Prediction> said;  // five laps before
  int inside = 0, laps = 0;
  for (const timing::Event& event : made_up_race(80, 3)) {
    const Step step = field.apply(event);
    predictor.observe(field, step);
    if (step.kind != Step::Kind::lap) continue;
    const LapRecord& lap = field.cars()[step.car].laps.back();
    if (const auto found = said.find({step.car, lap.number}); found != said.end() && lap.is_green()) {
      ++laps;
      inside += *lap.time >= *found->second.low && *lap.time <= *found->second.high ? 1 : 0;
    }
    const auto next = predictor.next_laps(field, step.car, 5);
    if (next.size() == 5) said[{step.car, next[4].lap}] = next[4];
  }
  ASSERT_GT(laps, 200);
  EXPECT_NEAR(static_cast<double>(inside) / laps, 0.8, 0.12);
}

TEST(LapPredictorTest, ALoopBetweenTwoSectorsAddsWhatWasLostSince) {
  Field field;
  LapPredictor predictor(model());
  std::vector<timing::Event> events;
  for (const timing::Event& event : made_up_race(30)) {
    events.push_back(event);
    const auto* sector = std::get_if<timing::Sector>(&event.body);
    if (sector == nullptr || sector->index != 1) continue;
    // A loop a second after each first sector's end; car 2 needs three seconds more to it on lap 12.
    const Millis late{sector->car.str() == "2" && sector->lap == 12 ? 4'000 : 1'000};
    timing::Loop loop;
    loop.car = sector->car;
    loop.lap = sector->lap;
    loop.index = 1;
    loop.since_lap_start = sector->time + late;
    events.push_back({event.at + late, 0, loop});
  }
  std::ranges::stable_sort(events, {}, &timing::Event::at);
  int refined = 0;
  for (const timing::Event& event : events) {
    const auto* loop = std::get_if<timing::Loop>(&event.body);
    const Step step = field.apply(event);
    const Prediction* known = loop != nullptr ? predictor.current(step.car) : nullptr;
    const auto before = known != nullptr ? known->predicted : std::nullopt;
    const auto made = predictor.observe(field, step);
    if (loop == nullptr || loop->car.str() != "2" || loop->lap != 12) continue;
    ASSERT_TRUE(made && before);
    EXPECT_EQ(made->made_at, event.at);
    EXPECT_NEAR(static_cast<double>((*made->predicted - *before).count()), 3'000, 700);
    EXPECT_EQ(predictor.current(step.car)->predicted, made->predicted);
    ++refined;
  }
  EXPECT_EQ(refined, 1);
}

TEST(LapPredictorTest, WhatTheRaceTaughtIsNamedInEveryAnswer) {
  std::set<std::string> names;
  for (const Prediction& made : predict(made_up_race())) names.insert(made.model);
  EXPECT_TRUE(names.contains(model()->version()));
  EXPECT_TRUE(names.contains(model()->version() + "+1"));
  EXPECT_GE(names.size(), 4U);
}

}  // namespace
}  // namespace stint::insight
