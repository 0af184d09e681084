// What insight costs while a session is followed, on a simulated day with 62 cars: features and prediction for one crossing,
// and all of it as the server works it out, beside the fold of the race itself.
#include <benchmark/benchmark.h>

#include "insight/analyst.hpp"
#include "insight/predict/lap_training.hpp"
#include "race/race.hpp"
#include "simulated_day.hpp"
#include "source/simulate/simulated_race.hpp"

namespace {

using namespace stint;

// Learnt from another race of six hours.
std::shared_ptr<const insight::LapModel> model(insight::LapLearner learner) {
  insight::LapExamples examples;
  examples.add_race("other", source::simulate(source::plan_of(25, std::chrono::hours{6}, 44, "valdoro")).events);
  return std::make_shared<const insight::LapModel>(insight::train_laps(examples, learner, {}));
}
const std::shared_ptr<const insight::LapModel>& forest() {
  static const auto learnt = model(insight::LapLearner::forest);
  return learnt;
}
const std::shared_ptr<const insight::LapModel>& boosting() {
  static const auto learnt = model(insight::LapLearner::boosting);
  return learnt;
}

constexpr timing::Millis kRetrain = std::chrono::hours{1};  // as MODEL_RETRAIN_INTERVAL is if nothing is said

void field_alone(benchmark::State& state) {
  for (auto _ : state) {
    insight::Field field;
    for (const timing::Event& event : bench::simulated_day()) field.apply(event);
    benchmark::DoNotOptimize(field.now());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bench::simulated_day().size()));
}
BENCHMARK(field_alone)->Unit(benchmark::kMillisecond);

// Items are predictions made: features are built, the model answers, the band is set, the past one is scored and learnt from.
void predict_day(benchmark::State& state, const std::shared_ptr<const insight::LapModel>& learnt) {
  std::int64_t made = 0;
  for (auto _ : state) {
    insight::Field field;
    insight::LapPredictor predictor(learnt, kRetrain);
    for (const timing::Event& event : bench::simulated_day()) {
      const auto prediction = predictor.observe(field, field.apply(event));
      made += prediction && prediction->predicted ? 1 : 0;
    }
  }
  state.SetItemsProcessed(made);
}
void predict_with_forest(benchmark::State& state) { predict_day(state, forest()); }
void predict_with_boosting(benchmark::State& state) { predict_day(state, boosting()); }
BENCHMARK(predict_with_forest)->Unit(benchmark::kMillisecond);
BENCHMARK(predict_with_boosting)->Unit(benchmark::kMillisecond);

// As the server does at 1000 times the speed: a value of the race ten times a second, every 100 s of race time.
void replay_day(benchmark::State& state, bool with_insight) {
  constexpr auto kEvery = std::chrono::seconds{100};
  for (auto _ : state) {
    race::Race race;
    insight::Analyst analyst(boosting(), kRetrain);
    timing::Instant due = bench::simulated_day().front().at + kEvery;
    for (const timing::Event& event : bench::simulated_day()) {
      if (event.at >= due) {
        benchmark::DoNotOptimize(race.snapshot(due));
        if (with_insight) {
          analyst.advance(due);
          benchmark::DoNotOptimize(analyst.insights());
        }
        due += kEvery;
      }
      race.insert(event);
      if (with_insight) analyst.apply(event);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(bench::simulated_day().size()));
}
void replay_without_insight(benchmark::State& state) { replay_day(state, false); }
void replay_with_insight(benchmark::State& state) { replay_day(state, true); }
BENCHMARK(replay_without_insight)->Unit(benchmark::kMillisecond);
BENCHMARK(replay_with_insight)->Unit(benchmark::kMillisecond);

}  // namespace
