#include "source/replay/playback.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace stint::source {
namespace {

using namespace std::chrono_literals;
using timing::CarNumber;
using timing::Event;
using timing::Instant;

// One car with a lap every ten seconds.
std::vector<Event> laps(int count) {
  std::vector<Event> events;
  timing::Session session;
  session.started_at = Instant{0s};
  session.state = timing::SessionState::running;
  events.push_back({Instant{0s}, 1, timing::Indirect<timing::Session>(session)});
  for (int i = 1; i <= count; ++i) {
    timing::Lap lap;
    lap.car = CarNumber("7");
    lap.lap = i;
    lap.time = 10s;
    events.push_back({Instant{i * 10s}, static_cast<std::uint64_t>(i + 1), lap});
  }
  return events;
}

std::int32_t laps_shown(Playback& playback) {
  const auto shown = playback.snapshot();
  return shown->cars.empty() ? 0 : shown->cars[0].laps;
}

TEST(Playback, StandsStillUntilPlayed) {
  Playback playback(laps(5));
  EXPECT_EQ(playback.advance(1min), 0U);
  EXPECT_EQ(laps_shown(playback), 0);
  EXPECT_FALSE(playback.until_next());
}

TEST(Playback, PlaysAtItsSpeed) {
  Playback playback(laps(5));
  playback.play();
  ASSERT_TRUE(playback.set_speed(20));
  EXPECT_EQ(playback.advance(1s), 2U);
  EXPECT_EQ(laps_shown(playback), 2);
  EXPECT_EQ(playback.status().at, Instant{20s});
  EXPECT_EQ(playback.until_next(), 500ms);
}

TEST(Playback, LosesNoTimeToRounding) {
  Playback playback(laps(5));
  playback.play();
  ASSERT_TRUE(playback.set_speed(0.5));
  for (int i = 0; i < 100'000; ++i) playback.advance(200us);  // 20 s in steps of a tenth of a millisecond of race
  EXPECT_GE(playback.status().at, Instant{10s - 1ms});
  EXPECT_LE(playback.status().at, Instant{10s});
}

TEST(Playback, RefusesASpeedOutsideItsRange) {
  Playback playback(laps(1));
  EXPECT_FALSE(playback.set_speed(0.4));
  EXPECT_FALSE(playback.set_speed(1001));
  EXPECT_FALSE(playback.set_speed(-1));
  EXPECT_FALSE(playback.set_speed(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_TRUE(playback.set_speed(std::numeric_limits<double>::infinity()));
}

TEST(Playback, AsFastAsPossiblePlaysToTheEnd) {
  Playback playback(laps(50));
  playback.play();
  ASSERT_TRUE(playback.set_speed(std::numeric_limits<double>::infinity()));
  playback.advance(1ns);
  EXPECT_EQ(laps_shown(playback), 50);
  EXPECT_TRUE(playback.status().ended);
}

TEST(Playback, SeeksBothWaysAndBeyondItsEnds) {
  Playback playback(laps(20'000));
  for (const int lap : {19'000, 3, 12'345, 12'346, 0, 20'000}) {
    playback.seek(Instant{lap * 10s + 5s});
    EXPECT_EQ(laps_shown(playback), lap);
  }
  playback.seek(Instant{10h * 1000});
  EXPECT_TRUE(playback.status().ended);
  playback.seek(Instant{-5s});
  EXPECT_EQ(playback.status().at, Instant{0s});
}

TEST(Playback, GivesEverySnapshotAHigherVersion) {
  Playback playback(laps(10'000));
  std::uint64_t version = 0;
  for (const auto to : {50'000s, 10s, 90'000s, 20s, 20s + 1s}) {
    playback.seek(Instant{to});
    const auto shown = playback.snapshot();
    EXPECT_GT(shown->version, version);
    version = shown->version;
  }
}

// An event that came late is not in the race before it came, however early it happened.
TEST(Playback, PlaysALateEventWhenItCame) {
  std::vector<Event> events = laps(3);
  std::swap(events[2], events[3]);  // lap 3 was told before lap 2
  Playback playback(events);
  playback.seek(Instant{20s});
  EXPECT_EQ(laps_shown(playback), 1);
  playback.seek(Instant{30s});
  EXPECT_EQ(laps_shown(playback), 3);
  EXPECT_EQ(playback.snapshot()->cars[0].laps_done.size(), 3U);
}

TEST(Playback, OfNothingIsAtItsEnd) {
  Playback playback({});
  playback.play();
  EXPECT_EQ(playback.advance(1s), 0U);
  EXPECT_TRUE(playback.status().ended);
  EXPECT_TRUE(playback.snapshot()->cars.empty());
}

}  // namespace
}  // namespace stint::source
