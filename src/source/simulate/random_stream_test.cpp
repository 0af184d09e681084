#include "source/simulate/random_stream.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace stint::source {
namespace {

TEST(RandomStream, RepeatsItselfForTheSameSeedAndPurpose) {
  RandomStream first(5, "weather");
  RandomStream second(5, "weather");
  for (int i = 0; i < 100; ++i) ASSERT_EQ(first.next(), second.next());
}

TEST(RandomStream, DiffersByPurposeAndBySeed) {
  const std::set<std::uint64_t> firsts{RandomStream(5, "weather").next(), RandomStream(5, "car 7").next(),
                                       RandomStream(6, "weather").next()};
  EXPECT_EQ(firsts.size(), 3U);
}

TEST(RandomStream, CoversARangeEvenlyAndNeverLeavesIt) {
  RandomStream random(1, "range");
  std::array<int, 6> seen{};
  for (int i = 0; i < 60'000; ++i) {
    const std::int64_t value = random.whole(-2, 3);
    ASSERT_GE(value, -2);
    ASSERT_LE(value, 3);
    ++seen[static_cast<std::size_t>(value + 2)];
  }
  for (const int count : seen) EXPECT_NEAR(count, 10'000, 400);
}

TEST(RandomStream, DrawsNormalNumbersOfMeanZeroAndDeviationOne) {
  RandomStream random(2, "normal");
  constexpr int kDraws = 100'000;
  double sum = 0, squares = 0;
  int beyond_two = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = random.normal();
    ASSERT_LT(value, 4.9);
    ASSERT_GT(value, -4.9);
    sum += value;
    squares += value * value;
    beyond_two += value > 2 || value < -2 ? 1 : 0;
  }
  EXPECT_NEAR(sum / kDraws, 0, 0.02);
  EXPECT_NEAR(squares / kDraws, 1, 0.02);
  EXPECT_NEAR(beyond_two / static_cast<double>(kDraws), 0.0455, 0.006);
}

}  // namespace
}  // namespace stint::source
