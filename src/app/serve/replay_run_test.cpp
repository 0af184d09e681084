#include "app/serve/replay_run.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "source/simulate/simulator.hpp"

namespace stint::app {
namespace {

using namespace std::chrono_literals;
using Action = server::ReplayCommand::Action;

Recording short_recording() {
  source::SimulationPlan plan;
  plan.length = 20min;
  plan.cars = 6;
  auto simulator = source::Simulator::create(plan);
  Recording recording;
  recording.id = "short";
  while (auto event = simulator->next()) recording.events.push_back(std::move(*event));
  return recording;
}

class Replay : public testing::Test {
 protected:
  explicit Replay(const ReplayStart& start = {}) : run(ReplayRun::create(short_recording(), start).value()) {}

  [[nodiscard]] server::Publication now() const { return *run->channel()->current(); }
  [[nodiscard]] Result<void> steer(Action action, std::optional<timing::Instant> to = {},
                                   std::optional<double> speed = {}) const {
    return run->channel()->steer({action, to, speed});
  }
  void step(std::chrono::nanoseconds passed) { ASSERT_TRUE(run->step(passed)); }

  std::unique_ptr<ReplayRun> run;
};

TEST_F(Replay, TheFirstStepPublishesTheBeginning) {
  step(0ns);
  EXPECT_EQ(now().replay->at, now().replay->begins);
  EXPECT_TRUE(now().replay->playing);
}

TEST_F(Replay, TimeRunsAtTheSpeedThatIsSet) {
  step(0ns);
  ASSERT_TRUE(steer(Action::speed, {}, 60.0));
  step(10s);
  EXPECT_EQ(now().replay->at - now().replay->begins, timing::Millis{600'000});
  EXPECT_EQ(now().snapshot->at, now().replay->at);
}

TEST_F(Replay, NothingIsPublishedWhilePaused) {
  step(0ns);
  ASSERT_TRUE(steer(Action::pause));
  step(100ms);
  const auto before = run->channel()->current();
  for (int i = 0; i < 20; ++i) step(100ms);
  EXPECT_EQ(run->channel()->current(), before);
  EXPECT_FALSE(before->replay->playing);
}

TEST_F(Replay, ASeekIsAnotherTakeAndShowsThatInstant) {
  step(0ns);
  ASSERT_TRUE(steer(Action::pause));
  step(100ms);
  const std::uint32_t take = now().take;
  const timing::Instant target = now().replay->begins + 10min;
  ASSERT_TRUE(steer(Action::seek, target));
  step(100ms);
  EXPECT_EQ(now().replay->at, target);
  EXPECT_EQ(now().snapshot->at, target);
  EXPECT_GT(now().take, take);
}

TEST_F(Replay, AtTheEndItPausesAndPlayingItThenBeginsItAgain) {
  step(0ns);
  ASSERT_TRUE(steer(Action::speed, {}, std::numeric_limits<double>::infinity()));
  for (int i = 0; i < 1000 && !now().replay->ended; ++i) step(100ms);
  EXPECT_TRUE(now().replay->ended);
  EXPECT_EQ(now().replay->at, now().replay->ends);
  EXPECT_FALSE(now().replay->playing);
  ASSERT_TRUE(steer(Action::speed, {}, 1.0));
  ASSERT_TRUE(steer(Action::play));
  step(100ms);
  EXPECT_TRUE(now().replay->playing);
  EXPECT_EQ(now().replay->at, now().replay->begins + 100ms);
}

TEST_F(Replay, CommandsThatMakeNoSenseAreRefusedAtOnce) {
  EXPECT_EQ(steer(Action::seek).error().code, ErrorCode::bad_argument);
  EXPECT_EQ(steer(Action::speed).error().code, ErrorCode::bad_argument);
  EXPECT_EQ(steer(Action::speed, {}, 0.1).error().code, ErrorCode::bad_argument);
  EXPECT_EQ(steer(Action::speed, {}, 2000).error().code, ErrorCode::bad_argument);
  EXPECT_EQ(steer(Action::speed, {}, std::numeric_limits<double>::quiet_NaN()).error().code, ErrorCode::bad_argument);
}

TEST_F(Replay, MoreCommandsThanAnybodyGivesAreRefusedUntilTheNextStep) {
  Result<void> last;
  for (int i = 0; i < 1000 && last; ++i) last = steer(Action::pause);
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, ErrorCode::overloaded);
  step(100ms);
  EXPECT_TRUE(steer(Action::play));
}

TEST(ReplayStarts, AtTheEndPausedForAStoredSession) {
  ReplayStart start;
  start.at_end = true;
  const auto run = ReplayRun::create(short_recording(), start).value();
  ASSERT_TRUE(run->step(0ns));
  EXPECT_TRUE(run->channel()->current()->replay->ended);
  EXPECT_FALSE(run->channel()->current()->replay->playing);
}

TEST(ReplayStarts, WhereItIsTold) {
  ReplayStart start;
  auto recording = short_recording();
  start.from = *start_of(recording.events) + 5min;
  const auto run = ReplayRun::create(std::move(recording), start).value();
  ASSERT_TRUE(run->step(0ns));
  EXPECT_EQ(run->channel()->current()->replay->at, *start.from);
}

}  // namespace
}  // namespace stint::app
