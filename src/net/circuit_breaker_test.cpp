#include "net/circuit_breaker.hpp"

#include <gtest/gtest.h>

namespace stint::net {
namespace {

using timing::Instant;
using timing::Millis;
using State = CircuitBreaker::State;

constexpr Instant kStart{Millis{1'000'000}};

CircuitBreaker opened() {
  CircuitBreaker breaker({3, Millis{1'000}});
  for (int i = 0; i < 3; ++i) breaker.failed(kStart);
  return breaker;
}

TEST(CircuitBreaker, OpensAfterSoManyFailuresInARow) {
  CircuitBreaker breaker({3, Millis{1'000}});
  breaker.failed(kStart);
  breaker.failed(kStart);
  breaker.succeeded();
  breaker.failed(kStart);
  breaker.failed(kStart);
  EXPECT_EQ(breaker.state(kStart), State::closed);
  EXPECT_TRUE(breaker.allow(kStart));
  breaker.failed(kStart);
  EXPECT_EQ(breaker.state(kStart), State::open);
  EXPECT_FALSE(breaker.allow(kStart + Millis{999}));
}

TEST(CircuitBreaker, TriesOnceAfterItsRest) {
  CircuitBreaker breaker = opened();
  const Instant later = kStart + Millis{1'000};
  EXPECT_EQ(breaker.state(later), State::half_open);
  EXPECT_TRUE(breaker.allow(later));
  EXPECT_FALSE(breaker.allow(later));
}

TEST(CircuitBreaker, RestsAgainWhenTheTrialFails) {
  CircuitBreaker breaker = opened();
  const Instant later = kStart + Millis{1'500};
  ASSERT_TRUE(breaker.allow(later));
  breaker.failed(later);
  EXPECT_EQ(breaker.state(later), State::open);
  EXPECT_EQ(breaker.rests_until(), later + Millis{1'000});
}

TEST(CircuitBreaker, ClosesWhenTheTrialSucceeds) {
  CircuitBreaker breaker = opened();
  const Instant later = kStart + Millis{1'000};
  ASSERT_TRUE(breaker.allow(later));
  breaker.succeeded();
  EXPECT_EQ(breaker.state(later), State::closed);
  EXPECT_TRUE(breaker.allow(later));
  EXPECT_TRUE(breaker.allow(later));
}

}  // namespace
}  // namespace stint::net
