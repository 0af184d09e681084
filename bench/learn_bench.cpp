// One row's answer from each kind of model, as it is asked at every crossing. The training has its own program (learners.cpp).
#include <benchmark/benchmark.h>

#include "insight/learn/boosting.hpp"
#include "insight/learn/forest.hpp"
#include "insight/learn/isolation_forest.hpp"
#include "learning_rows.hpp"

namespace stint::bench {
namespace {

constexpr std::size_t kColumns = 60;

const LearningRows& learnt_from() {
  static const LearningRows rows = learning_rows(100'000, kColumns, 1);
  return rows;
}

const LearningRows& asked() {
  static const LearningRows rows = learning_rows(10'000, kColumns, 2);
  return rows;
}

// 100 trees of depth 15.
const learn::Forest& forest() {
  static const learn::Forest model = learn::Forest::fit(learnt_from().rows, learnt_from().target, {}, {.min_leaf = 30});
  return model;
}

template <class Ask>
void ask_row_by_row(benchmark::State& state, Ask ask) {
  std::size_t row = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ask(asked().rows.row(row)));
    row = (row + 1) % asked().rows.count();
  }
}

void forest_mean(benchmark::State& state) {
  ask_row_by_row(state, [&model = forest()](auto row) { return model.predict(row); });
}
BENCHMARK(forest_mean)->Unit(benchmark::kMicrosecond);

void forest_median_and_interval(benchmark::State& state) {
  ask_row_by_row(state, [&model = forest()](auto row) {
    constexpr std::array kShares{0.1, 0.5, 0.9};
    std::array<double, kShares.size()> answers{};
    model.quantiles(row, kShares, answers);
    return answers[1];
  });
}
BENCHMARK(forest_median_and_interval)->Unit(benchmark::kMicrosecond);

void boosting_of_300_trees(benchmark::State& state) {
  static const learn::Boosting model = learn::Boosting::fit(learnt_from().rows, learnt_from().target, {}, {.trees = 300});
  ask_row_by_row(state, [](auto row) { return model.predict(row); });
}
BENCHMARK(boosting_of_300_trees)->Unit(benchmark::kMicrosecond);

void isolation_forest_score(benchmark::State& state) {
  static const learn::IsolationForest model = learn::IsolationForest::fit(learnt_from().rows, {});
  ask_row_by_row(state, [](auto row) { return model.score(row); });
}
BENCHMARK(isolation_forest_score)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace stint::bench
