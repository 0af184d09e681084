#include "net/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

namespace stint::net {
namespace {

using timing::Millis;

TEST(Backoff, DoublesFromTwoSecondsToAMinuteWithinAFifth) {
  Backoff backoff(1);
  for (const std::int64_t plain : {2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000, 60'000}) {
    const auto wait = backoff.next().count();
    EXPECT_GE(wait, plain * 8 / 10);
    EXPECT_LE(wait, plain * 12 / 10);
  }
}

TEST(Backoff, BeginsAnewAfterSuccess) {
  Backoff backoff(1);
  for (int i = 0; i < 6; ++i) (void)backoff.next();
  backoff.reset();
  EXPECT_LE(backoff.next(), Millis{2'400});
}

TEST(Backoff, IsTheSameForTheSameSeedAndSpreadsOverSeeds) {
  std::set<Millis> waits;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Backoff one(seed);
    Backoff other(seed);
    const Millis wait = one.next();
    EXPECT_EQ(wait, other.next());
    waits.insert(wait);
  }
  EXPECT_GT(waits.size(), 80U);
  EXPECT_LT(*waits.begin(), Millis{1'700});
  EXPECT_GT(*waits.rbegin(), Millis{2'300});
}

TEST(Backoff, WithoutJitterIsExact) {
  Backoff backoff(7, {Millis{10}, Millis{35}, 0.0});
  EXPECT_EQ(backoff.next(), Millis{10});
  EXPECT_EQ(backoff.next(), Millis{20});
  EXPECT_EQ(backoff.next(), Millis{35});
  EXPECT_EQ(backoff.next(), Millis{35});
}

}  // namespace
}  // namespace stint::net
