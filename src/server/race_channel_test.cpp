#include "server/race_channel.hpp"

#include <gtest/gtest.h>

#include "server/limits.hpp"
#include "server/sample_race.hpp"

namespace stint::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class DelayedChannel : public testing::Test {
 protected:
  // A publication whose leader has done `laps`, `time` after the beginning.
  void publish(milliseconds time, std::int32_t laps, std::uint32_t take = 0) {
    now_ = SteadyTime{} + time;
    race::Snapshot race = sample::snapshot();
    race.cars[0].laps = laps;
    channel_.publish({sample::shared(std::move(race)), std::nullopt, take, 0, {}, {}});
  }
  // The laps shown to a viewer with that delay; -1: nothing.
  std::int32_t laps_shown(seconds delay, milliseconds time) {
    now_ = SteadyTime{} + time;
    const auto publication = channel_.delayed(delay);
    return publication ? publication->snapshot->cars[0].laps : -1;
  }

  SteadyTime now_{};
  RaceChannel channel_{"sample", nullptr, [this] { return now_; }};
};

TEST_F(DelayedChannel, ShowsNothingNewerThanTheDelayAllowsAndIsAtMostASecondLate) {
  for (int tenth = 0; tenth <= 6000; ++tenth) publish(milliseconds{100 * tenth}, tenth);
  for (const int delay : {0, 1, 2, 45, 299, 300}) {
    const std::int32_t shown = laps_shown(seconds{delay}, seconds{600});
    EXPECT_LE(shown, 6000 - 10 * delay);
    EXPECT_GE(shown, 6000 - 10 * delay - (delay == 0 ? 0 : 10));
  }
}

TEST_F(DelayedChannel, ShowsNothingBeforeAnythingIsThatOld) {
  publish(seconds{0}, 1);
  publish(seconds{5}, 2);
  EXPECT_EQ(laps_shown(seconds{10}, seconds{9}), -1);
  EXPECT_EQ(laps_shown(seconds{10}, seconds{10}), 1);
  EXPECT_EQ(laps_shown(seconds{10}, seconds{15}), 2);
}

TEST_F(DelayedChannel, ARaceThatStandsStillIsStillThereAfterAnyTime) {
  publish(seconds{0}, 1);
  EXPECT_EQ(laps_shown(limit::kLongestDelay, seconds{100'000}), 1);
  publish(seconds{100'000}, 2);
  EXPECT_EQ(laps_shown(limit::kLongestDelay, seconds{100'001}), 1);
}

TEST_F(DelayedChannel, AMoveOfThePlayheadIsDelayedToo) {
  publish(milliseconds{0}, 50);
  publish(milliseconds{300}, 3, 1);
  publish(milliseconds{600}, 4, 1);
  EXPECT_EQ(laps_shown(seconds{2}, milliseconds{2200}), 50);
  EXPECT_EQ(laps_shown(seconds{2}, milliseconds{2400}), 3);
}

TEST_F(DelayedChannel, KeepsNoMoreThanItsBound) {
  const auto heavy = [] {
    race::Snapshot race = sample::snapshot();
    const race::CarSnapshot car = race.cars[0];
    race.cars.assign(2000, car);
    return sample::shared(std::move(race));
  }();
  const auto fitting = static_cast<std::int32_t>(limit::kKeptBytes / weight_of(*heavy));
  ASSERT_LT(fitting, 250);
  for (std::int32_t i = 0; i <= 280; ++i) {
    now_ = SteadyTime{} + seconds{i};
    channel_.publish({heavy, std::nullopt, 0, 0, {}, {}});
  }
  EXPECT_NE(channel_.delayed(seconds{fitting - 2}), nullptr);
  EXPECT_EQ(channel_.delayed(seconds{fitting + 2}), nullptr) << "what had to go is not made up by something newer";
}

}  // namespace
}  // namespace stint::server
