// The alarms of simulated races, held against the truth behind them.
#include <gtest/gtest.h>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/true_incidents.hpp"
#include "source/simulate/simulated_race.hpp"

namespace stint {
namespace {

using insight::AnomalyKind;
using insight::TruthScore;

TruthScore score(const source::SimulationPlan& plan) {
  const source::SimulatedRace race = source::simulate(plan);
  return insight::score_truth(race.events, insight::read_incidents(race.truth, plan.starts_at));
}

TEST(SimulatedAlarms, AreNextToNoneInAQuietRace) {
  source::SimulationPlan plan = source::plan_of(31, std::chrono::hours{4}, 40, "kettle_ridge");
  plan.trouble = 0;
  const source::SimulatedRace race = source::simulate(plan);
  insight::AnomalyWatch watch;
  for (const timing::Event& event : race.events) watch.apply(event);
  std::string list;
  std::size_t trouble = 0;
  for (const insight::Anomaly& anomaly : watch.anomalies()) {
    if (!anomaly.stands() || anomaly.kind > AnomalyKind::puncture) continue;
    ++trouble;
    list += anomaly.text + "\n";
  }
  EXPECT_LE(trouble, 2U) << list;
}

TEST(SimulatedAlarms, TellMostOfWhatHappensAndWhatItIs) {
  TruthScore all;
  for (const char* circuit : {"valdoro", "kettle_ridge", "porto_sereno"}) {
    source::SimulationPlan plan = source::plan_of(41, std::chrono::hours{4}, 44, circuit);
    plan.trouble = 2;
    all += score(plan);
  }
  std::size_t happened = 0, told = 0, right = 0;
  for (const insight::TruthCount& kind : all.kinds) {
    happened += kind.happened;
    told += kind.told;
    right += kind.right_kind;
  }
  ASSERT_GT(happened, 100U);
  EXPECT_GT(static_cast<double>(told), 0.75 * static_cast<double>(happened));
  EXPECT_GT(static_cast<double>(right), 0.75 * static_cast<double>(told));
  const insight::TruthCount& stopped = all.kinds[static_cast<std::size_t>(AnomalyKind::stopped)];
  EXPECT_EQ(stopped.told, stopped.happened);
  EXPECT_LT(insight::median_of(stopped.delays_s).value_or(1000), 5);
}

}  // namespace
}  // namespace stint
