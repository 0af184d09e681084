#include "insight/strategy/futures/draws.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace stint::insight {
namespace {

TEST(Draws, SpreadEvenlyAndNormally) {
  const Draws draws(7);
  double sum = 0, squares = 0, uniform = 0, fourth = 0;
  constexpr int kCount = 200'000;
  for (int i = 0; i < kCount; ++i) {
    const double z = draws.normal(static_cast<std::uint64_t>(i));
    sum += z;
    squares += z * z;
    fourth += z * z * z * z;
    uniform += draws.uniform(static_cast<std::uint64_t>(i));
  }
  EXPECT_NEAR(sum / kCount, 0, 0.01);
  EXPECT_NEAR(squares / kCount, 1, 0.015);
  EXPECT_NEAR(fourth / kCount, 3, 0.1);
  EXPECT_NEAR(uniform / kCount, 0.5, 0.003);
}

TEST(Draws, AreTheSameWheneverTheyAreAskedFor) {
  const Draws a = Draws(3).of(11), b = Draws(3).of(11);
  EXPECT_EQ(a.bits(99), b.bits(99));
  EXPECT_NE(a.bits(99), a.bits(98));
  EXPECT_NE(a.bits(99), Draws(3).of(12).bits(99));
  EXPECT_NE(a.bits(99), Draws(4).of(11).bits(99));
}

TEST(Draws, QuantileIsTheInverseOfTheShare) {
  for (const double p : {1e-6, 0.001, 0.1, 0.5, 0.8, 0.999, 1 - 1e-6}) EXPECT_NEAR(normal_share(normal_quantile(p)), p, 1e-8);
  EXPECT_NEAR(normal_quantile(0.9), 1.2815515655, 1e-7);
}

}  // namespace
}  // namespace stint::insight
