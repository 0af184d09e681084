#include "insight/learn/forest.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "insight/learn/exact_tree.hpp"
#include "insight/learn/made_up_rows.hpp"

namespace stint::learn {
namespace {

TEST(Forest, OneTreeOfAllRowsAndColumnsIsTheExactTree) {
  const MadeUpRows made = made_up_rows(200, 5, 2);
  const Forest forest = Forest::fit(made.rows, made.target, {},
                                    {.trees = 1, .max_depth = 6, .min_leaf = 3, .columns_tried = 5, .bootstrap = false});
  const std::vector<double> expected = exact::Tree(made.rows, made.target, {}, {.max_depth = 6, .min_leaf = 3}).answers();
  for (std::size_t row = 0; row < made.rows.count(); ++row) {
    EXPECT_NEAR(forest.predict(made.rows.row(row)), expected[row], 2e-3) << "row " << row;  // half precision
  }
}

TEST(Forest, LearnsWhatThereIsToLearn) {
  const MadeUpRows made = made_up_rows(8'000, 8, 5);
  const MadeUpRows unseen = made_up_rows(2'000, 8, 6);
  const Forest forest = Forest::fit(made.rows, made.target, {}, {.trees = 60});
  double squares = 0;
  for (std::size_t row = 0; row < unseen.rows.count(); ++row)
    squares += std::pow(forest.predict(unseen.rows.row(row)) - static_cast<double>(unseen.target[row]), 2);
  EXPECT_LT(std::sqrt(squares / 2'000), 0.42);  // of which 0.32 is noise; the target's own deviation is 0.85
}

TEST(Forest, EightyPercentLieBetweenItsQuantilesWhereverTheNoiseIs) {
  const MadeUpRows made = made_up_rows(12'000, 6, 7);
  const MadeUpRows unseen = made_up_rows(4'000, 6, 8);
  const Forest forest = Forest::fit(made.rows, made.target, {}, {.trees = 80, .min_leaf = 10, .columns_tried = 6});
  int inside[2] = {0, 0};
  int all[2] = {0, 0};
  for (std::size_t row = 0; row < unseen.rows.count(); ++row) {
    const double q[] = {0.1, 0.9};
    double bounds[2];
    forest.quantiles(unseen.rows.row(row), q, bounds);
    ASSERT_LE(bounds[0], bounds[1]);
    const std::size_t noisy = unseen.rows.row(row)[0] > 0 ? 1 : 0;
    ++all[noisy];
    const auto target = static_cast<double>(unseen.target[row]);
    if (bounds[0] <= target && target <= bounds[1]) ++inside[noisy];
  }
  for (const std::size_t noisy : {0U, 1U}) {
    const double share = static_cast<double>(inside[noisy]) / all[noisy];
    EXPECT_GT(share, 0.75) << "noisy " << noisy;
    EXPECT_LT(share, 0.90) << "noisy " << noisy;
  }
  EXPECT_NEAR((inside[0] + inside[1]) / 4'000.0, 0.82, 0.04);
}

// Meinshausen's estimate from all rows of the leaves, for one tree, where it can be had by hand.
TEST(Forest, QuantilesAreThoseOfTheTrainingRowsInTheLeaf) {
  Rows rows{.columns = 1};
  std::vector<float> target;
  for (int i = 0; i < 20; ++i) {
    rows.values.push_back(i < 10 ? 0.0F : 1.0F);
    target.push_back(static_cast<float>(i < 10 ? i : 100 + i));
  }
  const Forest forest =
      Forest::fit(rows, target, {}, {.trees = 3, .max_depth = 1, .columns_tried = 1, .leaf_samples = 10, .bootstrap = false});
  const float low[] = {0.0F};
  EXPECT_NEAR(forest.quantile(low, 0.5), 4.5, 0.01);
  EXPECT_NEAR(forest.quantile(low, 0.05), 0.0, 0.01);
  EXPECT_NEAR(forest.quantile(low, 0.95), 9.0, 0.01);
  const float high[] = {1.0F};
  EXPECT_NEAR(forest.quantile(high, 0.5), 114.5, 0.01);
}

TEST(Forest, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const MadeUpRows made = made_up_rows(1'000, 5, 9);
  const auto bytes = [&](std::uint64_t seed) {
    ByteWriter out;
    Forest::fit(made.rows, made.target, {}, {.trees = 5, .seed = seed}).write(out);
    return out.bytes();
  };
  EXPECT_EQ(bytes(4), bytes(4));
  EXPECT_NE(bytes(4), bytes(5));
}

TEST(Forest, CanBeEndedEarlyAndTellsHowFarItIs) {
  const MadeUpRows made = made_up_rows(500, 5, 9);
  std::vector<double> told;
  const Forest forest = Forest::fit(made.rows, made.target, {}, {.trees = 10}, [&](double done) {
    told.push_back(done);
    return told.size() < 3;
  });
  EXPECT_EQ(forest.trees(), 3U);
  EXPECT_EQ(told, (std::vector<double>{0.1, 0.2, 0.3}));
}

TEST(Forest, AnswersTheSameAfterBeingWrittenAndRead) {
  const MadeUpRows made = made_up_rows(3'000, 7, 10);
  const Forest forest = Forest::fit(made.rows, made.target, {}, {.trees = 20});
  ByteWriter out;
  forest.write(out);
  ByteReader in(out.bytes());
  const Forest again = Forest::read(in);
  ASSERT_TRUE(in.finished());
  for (std::size_t row = 0; row < made.rows.count(); ++row) {
    ASSERT_EQ(forest.predict(made.rows.row(row)), again.predict(made.rows.row(row)));
    ASSERT_EQ(forest.quantile(made.rows.row(row), 0.9), again.quantile(made.rows.row(row), 0.9));
  }
}

}  // namespace
}  // namespace stint::learn
