#include "app/serve/demo_run.hpp"

#include <gtest/gtest.h>

#include "app/serve/demo_races.hpp"
#include "store/temporary_database.hpp"

namespace stint::app {
namespace {

using namespace std::chrono_literals;

class Demo : public store::TemporaryDatabase {
 protected:
  Demo() {
    plan.length = 20min;
    plan.head_start = 10min;
    plan.cars = 6;
    plan.speed = 100;
    plan.interlude = 5s;
  }

  [[nodiscard]] std::unique_ptr<DemoRun> started() const {
    auto run = DemoRun::create(open_log(), plan, [] { return timing::instant_from_ms(1'700'000'000'000); });
    if (!run) throw std::runtime_error(run.error().message);
    if (auto done = (*run)->step(0ns); !done) throw std::runtime_error(done.error().message);
    return std::move(*run);
  }

  static race::SnapshotPtr shown(const DemoRun& run) { return run.channel()->current()->snapshot; }

  // Steps until the run is at another race; the number of steps is bounded.
  static void finish_race(DemoRun& run) {
    const std::string race = run.session_id();
    for (int i = 0; i < 2000 && run.session_id() == race; ++i) ASSERT_TRUE(run.step(100ms));
    ASSERT_NE(run.session_id(), race) << "the race doesn't end";
  }

  DemoPlan plan;
};

TEST_F(Demo, BeginsWithItsHeadStartTold) {
  const auto run = started();
  EXPECT_EQ(shown(*run)->elapsed, timing::Millis{10min});
  EXPECT_GT(shown(*run)->cars.front().laps, 0);
}

TEST_F(Demo, RunsAtItsSpeed) {
  const auto run = started();
  ASSERT_TRUE(run->step(1500ms));
  EXPECT_EQ(shown(*run)->elapsed, timing::Millis{10min + 150s});
}

TEST_F(Demo, WhatIsShownIsInTheLog) {
  const auto run = started();
  const auto reader = store::EventLog::open_read_only(path()).value();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(run->step(100ms));
    EXPECT_LE(shown(*run)->last_seq, reader.last_seq(run->session_id()).value());
  }
}

TEST_F(Demo, AfterACrashTheSameRaceGoesOn) {
  {
    const auto run = started();
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(run->step(100ms));
  }
  const auto before = open_log().read_all(demo_race_id(1)).value();
  const auto run = started();
  EXPECT_EQ(run->session_id(), demo_race_id(1));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(run->step(100ms));
  const auto after = store::EventLog::open_read_only(path()).value().read_all(demo_race_id(1)).value();
  ASSERT_GT(after.size(), before.size());
  EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
  EXPECT_EQ(shown(*run)->last_seq, after.size());
}

TEST_F(Demo, ARaceThatThePlanDoesNotMakeIsLeftAloneAndTheNextBegins) {
  {
    const auto run = started();
  }
  plan.cars = 8;
  const auto run = started();
  EXPECT_EQ(run->session_id(), demo_race_id(2));
}

TEST_F(Demo, WhenARaceEndsTheNextOneStartsFromItsBeginning) {
  const auto run = started();
  const std::uint64_t version = shown(*run)->version;
  const std::uint32_t take = run->channel()->current()->take;
  finish_race(*run);
  EXPECT_EQ(run->session_id(), demo_race_id(2));
  ASSERT_TRUE(run->step(100ms));
  EXPECT_LT(*shown(*run)->elapsed, timing::Millis{1min});
  EXPECT_GT(shown(*run)->version, version);
  EXPECT_GT(run->channel()->current()->take, take);
}

TEST_F(Demo, OldRacesAreRemoved) {
  const auto run = started();
  for (std::size_t i = 0; i < kKeptDemoRaces + 1; ++i) finish_race(*run);
  const auto rows = store::EventLog::open_read_only(path()).value().sessions().value();
  EXPECT_EQ(rows.size(), kKeptDemoRaces);
}

TEST(DemoRaces, AreKnownByTheirNames) {
  EXPECT_EQ(demo_seed("demo-17"), 17U);
  for (const char* other : {"demo-", "demo-x", "demo-1x", "demon-1", "wec-2024"}) EXPECT_FALSE(demo_seed(other)) << other;
}

}  // namespace
}  // namespace stint::app
