#include "insight/predict/scorecard.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "insight/predict/lap_training.hpp"
#include "insight/predict/made_up_race.hpp"

namespace stint::insight {
namespace {

// A race whose laps become 0.2 s longer one after the other, so that whoever knows fewer of them is further off.
std::vector<timing::Event> slowing_race() {
  auto events = made_up_race(60, 5);
  std::vector<timing::Event> slower;
  for (timing::Event& event : events) {
    const auto later = [](std::int32_t lap) { return timing::Millis{200 * lap}; };
    // Every lap is longer by 200 ms a lap, so its end is later by the sum of them.
    const auto sum = [](std::int32_t laps) { return timing::Millis{100 * laps * (laps + 1)}; };
    if (auto* lap = std::get_if<timing::Lap>(&event.body)) {
      *lap->time += later(lap->lap);
      event.at += sum(lap->lap);
    } else if (auto* sector = std::get_if<timing::Sector>(&event.body)) {
      if (sector->index == 3) sector->time += later(sector->lap);
      event.at += sum(sector->index == 3 ? sector->lap : sector->lap - 1);
    } else if (auto* in = std::get_if<timing::PitIn>(&event.body)) {
      event.at += sum(in->lap);
    } else if (auto* out = std::get_if<timing::PitOut>(&event.body)) {
      event.at += sum(out->lap - 1);
    } else if (const auto* flag = std::get_if<timing::Flag>(&event.body);
               flag != nullptr && event.at.time_since_epoch().count() > 0) {
      continue;  // no caution
    }
    slower.push_back(event);
  }
  std::ranges::stable_sort(slower, {}, [](const timing::Event& event) { return std::pair(event.at, event.body.index()); });
  return slower;
}

// Mean error (ms) of the driver's last five, of clean laps so far ahead.
double last_five_error(const std::vector<ScoredLap>& laps, std::int32_t ahead) {
  double sum = 0;
  int count = 0;
  for (const ScoredLap& lap : laps) {
    if (lap.kind != ScoredKind::clean || lap.after_sector != 0 || lap.ahead != ahead || !lap.last_five_ms) continue;
    sum += *lap.last_five_ms;
    ++count;
  }
  return count > 50 ? sum / count : -1;
}

TEST(ScorecardTest, TheLastFiveOfALapFurtherAheadAreThoseKnownWhenItWasAskedAbout) {
  LapExamples examples;
  examples.add_race("one", made_up_race(40, 7));
  auto trained = train_laps(examples, LapLearner::boosting, {});
  const auto model = std::make_shared<const LapModel>(std::move(*LapModel::read(trained.write(), "test")));
  Field field;
  LapPredictor predictor(model);
  RaceScore score;
  for (const timing::Event& event : slowing_race()) {
    const Step step = field.apply(event);
    predictor.observe(field, step);
    score.observe(field, step, predictor);
  }
  const auto laps = score.finish(field);
  const double next = last_five_error(laps, 1), five = last_five_error(laps, 5), ten = last_five_error(laps, 10);
  ASSERT_GT(next, 0);
  EXPECT_NEAR(five - next, 4 * 200, 100);
  EXPECT_NEAR(ten - next, 9 * 200, 200);
}

}  // namespace
}  // namespace stint::insight
