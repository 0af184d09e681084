#include "race/shared_history.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace stint::race {
namespace {

using History = SharedHistory<int, 4>;

History counting(int until) {
  History history;
  for (int i = 0; i < until; ++i) history.push_back(i);
  return history;
}

TEST(SharedHistory, KeepsWhatIsPushed) {
  const History history = counting(10);
  ASSERT_EQ(history.size(), 10U);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(history[i], static_cast<int>(i));
  EXPECT_EQ(history.back(), 9);
  EXPECT_EQ(std::accumulate(history.begin(), history.end(), 0), 45);
}

TEST(SharedHistory, ACopyDoesNotSeeLaterChanges) {
  History original = counting(6);
  original.freeze();
  const History copy = original;
  original.edit(1) = 100;
  original.push_back(6);
  original.edit(5) = 500;
  EXPECT_EQ(copy.size(), 6U);
  EXPECT_EQ(copy[1], 1);
  EXPECT_EQ(copy[5], 5);
  EXPECT_EQ(original[1], 100);
  EXPECT_EQ(original[5], 500);
  EXPECT_EQ(original[6], 6);
}

TEST(SharedHistory, BothCopiesMayGrowApart) {
  History one = counting(5);
  one.freeze();
  History other = one;
  one.push_back(1);
  other.push_back(2);
  EXPECT_EQ(one[5], 1);
  EXPECT_EQ(other[5], 2);
}

TEST(SharedHistory, GivesBackBlocksWhenItShrinks) {
  History history = counting(5);
  history.pop_back();
  history.push_back(7);
  EXPECT_EQ(history.size(), 5U);
  EXPECT_EQ(history.back(), 7);
}

TEST(SharedHistory, SharesItsBlocksWithACopy) {
  History original = counting(8);
  original.freeze();
  const History copy = original;
  EXPECT_EQ(&copy[0], &original[0]) << "a copy should cost no elements";
}

}  // namespace
}  // namespace stint::race
