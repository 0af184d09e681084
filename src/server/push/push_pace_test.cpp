#include "server/push/push_pace.hpp"

#include <gtest/gtest.h>

namespace stint::server {
namespace {

using namespace std::chrono_literals;

class Pace : public testing::Test {
 protected:
  // Messages made within `time` if there is always one to make.
  int messages_within(std::chrono::nanoseconds time, std::size_t clients) {
    int made = 0;
    for (const auto until = now + time; now < until; ++made) now += pace.pause_after(clients, now);
    return made;
  }
  PushPace pace;
  PushPace::Time now = PushPace::Time{} + 1h;
};

TEST_F(Pace, WithFewClientsTheNextMessageMayBeMadeAtOnce) { EXPECT_EQ(pace.pause_after(10, now), limit::kLeastBetweenDeltas); }

TEST_F(Pace, WithThousandsItWaitsTheLongestWhile) { EXPECT_EQ(pace.pause_after(4000, now), limit::kMostBetweenDeltas); }

TEST_F(Pace, InTheLongRunThereAreNoMoreThanTheLimit) {
  const int made = messages_within(60s, 1);
  EXPECT_LE(made, 60 * limit::kDeltasPerSecond + limit::kDeltaBurst);
  EXPECT_GE(made, 59 * limit::kDeltasPerSecond);
}

TEST_F(Pace, AfterAQuietWhileABurstGoesOutFast) {
  static_cast<void>(messages_within(10s, 1));
  now += 5s;
  for (int i = 0; i < limit::kDeltaBurst - 1; ++i) {
    const auto pause = pace.pause_after(1, now);
    EXPECT_EQ(pause, limit::kLeastBetweenDeltas) << i;
    now += pause;
  }
}

}  // namespace
}  // namespace stint::server
