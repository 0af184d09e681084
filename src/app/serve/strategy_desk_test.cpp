#include "app/serve/strategy_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "server/limits.hpp"

namespace stint::app {
namespace {

using namespace std::chrono_literals;
using timing::FlagKind;
using timing::Instant;
using timing::Millis;

const Instant kLightsOut = timing::instant_from_ms(1'718'460'000'000);

race::SnapshotPtr race_at(Millis elapsed, FlagKind flag = FlagKind::green, std::size_t stops = 0) {
  auto made = std::make_shared<race::Snapshot>();
  made->at = kLightsOut + elapsed;
  made->elapsed = elapsed;
  made->session.started_at = kLightsOut;
  made->session.series = "WEC";
  made->flag = flag;
  race::CarSnapshot car;
  auto entry = std::make_shared<timing::Entry>();
  entry->car = timing::CarNumber("7");
  car.entry = entry;
  car.laps = static_cast<std::int32_t>(elapsed / 100s);
  for (std::size_t i = 0; i < stops; ++i) car.pit_stops.push_back({});
  made->cars.push_back(car);
  return made;
}

// Waits for what another thread is about to do.
template <class Holds>
bool eventually(Holds holds) {
  for (int i = 0; i < 500; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

class StrategyDeskTest : public testing::Test {
 protected:
  void TearDown() override { desk_->stop(); }

  static insight::Strategy said(const race::Snapshot& race) {
    insight::Strategy strategy;
    strategy.at = race.at;
    strategy.race_elapsed = race.elapsed;
    insight::CarStrategy car;
    car.car = timing::CarNumber("7");
    car.win_odds = 0.5;
    strategy.cars.push_back(car);
    return strategy;
  }

  void publish(race::SnapshotPtr race, std::uint32_t take = 0) {
    channel_->publish({std::move(race), std::nullopt, take, 0, {}});
  }
  insight::StrategyReportPtr shown() const { return channel_->current()->strategy; }
  bool is_shown_of(Millis elapsed) {
    return eventually([&] { return shown() && shown()->strategy->at == kLightsOut + elapsed; });
  }

  std::shared_ptr<server::RaceChannel> channel_ = std::make_shared<server::RaceChannel>("served", nullptr);
  std::atomic<int> compared_ = 0;
  std::shared_ptr<StrategyDesk> desk_ = std::make_shared<StrategyDesk>(
      Strategists{
          [](const race::Snapshot& race, const insight::RuleBook*, const insight::AdviceSettings&) { return said(race); },
          [this](const race::Snapshot&, const insight::RuleBook*, const insight::PlaySettings& settings,
                 const insight::Assumptions&) -> Result<insight::Comparison> {
            ++compared_;
            return insight::Comparison{settings.runs, {}};
          }},
      insight::RuleLibrary{}, "");
};

TEST_F(StrategyDeskTest, WhatIsWorkedOutIsShownWithoutAnotherPublication) {
  desk_->watch(channel_);
  publish(race_at(1000s));
  const std::uint64_t before = channel_->current()->revision;
  ASSERT_TRUE(is_shown_of(1000s));
  EXPECT_GT(channel_->current()->revision, before);
}

TEST_F(StrategyDeskTest, ARaceIsWorkedOutAgainAfterFiveSecondsOfItOrAtAStopOrAFlag) {
  desk_->watch(channel_);
  publish(race_at(1000s));
  ASSERT_TRUE(is_shown_of(1000s));
  publish(race_at(1002s));
  std::this_thread::sleep_for(1500ms);
  EXPECT_EQ(desk_->refreshes(), 1U) << "nothing has happened, and five seconds are not over";
  publish(race_at(1003s, FlagKind::green, 1));
  EXPECT_TRUE(is_shown_of(1003s)) << "a stop";
  publish(race_at(1004s, FlagKind::safety_car, 1));
  EXPECT_TRUE(is_shown_of(1004s)) << "a flag";
  publish(race_at(1009s, FlagKind::safety_car, 1));
  EXPECT_TRUE(is_shown_of(1009s)) << "five seconds";
}

TEST_F(StrategyDeskTest, AfterAJumpBackNothingOfTheTimeThatHasNotComeIsLeft) {
  desk_->watch(channel_);
  publish(race_at(1000s));
  ASSERT_TRUE(is_shown_of(1000s));
  publish(race_at(2000s));
  ASSERT_TRUE(is_shown_of(2000s));
  ASSERT_EQ(shown()->calls.find(timing::CarNumber("7"))->size(), 2U);
  publish(race_at(500s), 1);
  EXPECT_FALSE(shown() && shown()->strategy->at > kLightsOut + 500s) << "not even for a moment";
  ASSERT_TRUE(is_shown_of(500s));
  EXPECT_EQ(shown()->calls.find(timing::CarNumber("7"))->size(), 1U);
}

TEST_F(StrategyDeskTest, AQuestionIsAnsweredOnceAndTheQueueIsBounded) {
  server::WhatIfQuestion question;
  question.race = race_at(1000s);
  question.what_if.runs = 123;
  std::promise<Result<server::WhatIfAnswer>> told;
  ASSERT_TRUE(desk_->ask(question, [&](Result<server::WhatIfAnswer> answer) { told.set_value(std::move(answer)); }));
  auto answer = told.get_future();
  ASSERT_EQ(answer.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(answer.get()->comparison.runs, 123);
  EXPECT_EQ(compared_, 1);

  std::promise<void> go_on;
  const auto waits = go_on.get_future().share();
  std::atomic<int> refused = 0;
  for (std::size_t i = 0; i < server::limit::kWaitingWhatIfs + 2; ++i) {
    if (!desk_->ask(question, [waits](const auto&) { waits.wait(); })) ++refused;
  }
  EXPECT_GE(refused, 1) << "more than may wait";
  go_on.set_value();
}

TEST_F(StrategyDeskTest, OwnRulesAreCheckedWithLineAndColumnAndThenStandAboveTheOthers) {
  desk_->watch(channel_);
  publish(race_at(1000s));
  ASSERT_TRUE(is_shown_of(1000s));
  const auto refused = desk_->override_rules("served", "\n[[pit_sped]]\nvalue = 60\n");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("your rules line 2, column 3"));
  const std::string own = "[[pit_speed]]\nvalue = 50\ncertainty = \"H\"\nsource = \"our own\"\nvalid_from = 2000-01-01\n";
  const auto taken = desk_->override_rules("served", own);
  ASSERT_TRUE(taken) << taken.error().message;
  ASSERT_TRUE(eventually([&] { return shown()->rule_override == own; })) << "without anything new in the race";
  EXPECT_EQ(shown()->rules->pit_speed_kph()->value, 50);
  ASSERT_TRUE(desk_->override_rules("served", ""));
  EXPECT_TRUE(eventually([&] { return shown()->rule_override.empty() && !shown()->rules->pit_speed_kph(); }));
}

}  // namespace
}  // namespace stint::app
