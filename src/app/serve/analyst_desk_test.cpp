#include "app/serve/analyst_desk.hpp"

#include <gtest/gtest.h>

#include "source/simulate/simulator.hpp"

namespace stint::app {
namespace {

std::vector<timing::Event> simulated_race() {
  source::SimulationPlan plan;
  plan.seed = 11;
  plan.cars = 40;
  plan.length = std::chrono::hours{9};
  plan.trouble = 8;
  auto simulator = source::Simulator::create(plan);
  std::vector<timing::Event> events;
  while (auto event = simulator->next()) events.push_back(std::move(*event));
  return events;
}

insight::Analyst without_model() { return {nullptr, std::chrono::hours{1}}; }

// What an analyst says that was fed with the first `count` events and nothing else.
insight::InsightsPtr plainly(std::span<const timing::Event> events, std::size_t count) {
  insight::Analyst analyst = without_model();
  for (const timing::Event& event : events.first(count)) analyst.apply(event);
  analyst.advance(events[count - 1].at);
  return analyst.insights();
}

std::string in_words(const insight::InsightsPtr& insights) {
  std::string words;
  for (const auto& one : insights->anomalies) {
    words += std::to_string(one->id) + " " + (one->car ? one->car->str() : "-") + " " +
             std::string(insight::anomaly_name(one->kind)) + " " + std::to_string(one->probability) + " " +
             std::to_string(timing::count_ms(one->first_seen)) + (one->cleared ? " cleared" : "") + "\n";
  }
  return words;
}

class Desk : public testing::Test {
 protected:
  insight::InsightsPtr at(std::size_t count) {
    desk_.play(events_, count, events_[count - 1].at);
    desk_.finish();
    return desk_.latest();
  }

  std::vector<timing::Event> events_ = simulated_race();
  AnalystDesk desk_{without_model};
};

TEST_F(Desk, SaysOfARecordingWhatAnAnalystWouldThatWasThere) {
  const std::size_t all = events_.size();
  ASSERT_GT(all, AnalystDesk::kKeyframeEvery);
  EXPECT_EQ(in_words(at(all / 2)), in_words(plainly(events_, all / 2)));
  EXPECT_EQ(in_words(at(all)), in_words(plainly(events_, all)));
  EXPECT_FALSE(desk_.latest()->anomalies.empty()) << "something goes wrong in a simulated race";
}

TEST_F(Desk, KnowsNothingOfWhatHasNotHappenedAfterAMoveBack) {
  const std::size_t all = events_.size();
  static_cast<void>(at(all));
  EXPECT_EQ(in_words(at(all - 400)), in_words(plainly(events_, all - 400))) << "from the state kept before";
  const insight::InsightsPtr then = at(all / 3);
  EXPECT_EQ(in_words(then), in_words(plainly(events_, all / 3)));
  EXPECT_EQ(then->at, events_[all / 3 - 1].at);
  EXPECT_EQ(in_words(at(all)), in_words(plainly(events_, all))) << "and forwards again";
}

TEST_F(Desk, FollowsWhatItHears) {
  const std::size_t half = events_.size() / 2;
  const auto all = std::span<const timing::Event>(events_);
  desk_.hear(all.first(half), events_[half - 1].at);
  desk_.hear(all.subspan(half), events_.back().at);
  desk_.finish();
  EXPECT_EQ(desk_.latest()->at, plainly(events_, events_.size())->at);
  EXPECT_FALSE(desk_.latest()->anomalies.empty());
}

TEST_F(Desk, GivesTheSameValueWhileNothingChanges) {
  const insight::InsightsPtr once = at(2000);
  EXPECT_EQ(at(2000), once);
}

}  // namespace
}  // namespace stint::app
