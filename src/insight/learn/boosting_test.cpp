#include "insight/learn/boosting.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "insight/learn/exact_tree.hpp"
#include "insight/learn/made_up_rows.hpp"

namespace stint::learn {
namespace {

TEST(Boosting, OfSquaredLossIsBoostingOfExactTrees) {
  const MadeUpRows made = made_up_rows(150, 4, 12);
  const Boosting model =
      Boosting::fit(made.rows, made.target, {}, {.trees = 6, .shrinkage = 0.3, .max_leaves = 5, .min_leaf = 4});
  double mean = 0;
  for (const float value : made.target) mean += static_cast<double>(value) / 150;
  std::vector<double> answers(150, mean);
  for (int round = 0; round < 6; ++round) {
    std::vector<float> residual;
    for (std::size_t row = 0; row < answers.size(); ++row)
      residual.push_back(static_cast<float>(static_cast<double>(made.target[row]) - answers[row]));
    const std::vector<double> step = exact::Tree(made.rows, residual, {}, {.max_leaves = 5, .min_leaf = 4}).answers();
    for (std::size_t row = 0; row < answers.size(); ++row) answers[row] += 0.3 * step[row];
  }
  for (std::size_t row = 0; row < answers.size(); ++row)
    EXPECT_NEAR(model.predict(made.rows.row(row)), answers[row], 1e-4) << "row " << row;
}

// A tree splits on the sides that the rows lie of their answers, and its leaves say the median of what is left.
TEST(Boosting, OfAbsoluteLossIsBoostingOfExactTreesOnSigns) {
  const MadeUpRows made = made_up_rows(150, 4, 13);
  const Boosting model = Boosting::fit(made.rows, made.target, {},
                                       {.trees = 1, .shrinkage = 1, .max_leaves = 2, .min_leaf = 10, .loss = Loss::absolute});
  std::vector<float> sorted = made.target;
  std::sort(sorted.begin(), sorted.end());
  const float median = (sorted[74] + sorted[75]) / 2;
  std::vector<float> signs;
  for (const float value : made.target) signs.push_back(value >= median ? 0.5F : -0.5F);
  for (const std::vector<std::size_t>& leaf : exact::Tree(made.rows, signs, {}, {.max_leaves = 2, .min_leaf = 10}).leaves()) {
    std::vector<float> in_leaf;
    for (const std::size_t row : leaf) in_leaf.push_back(made.target[row]);
    std::sort(in_leaf.begin(), in_leaf.end());
    const std::size_t half = in_leaf.size() / 2;
    const float expected = in_leaf.size() % 2 == 1 ? in_leaf[half] : (in_leaf[half - 1] + in_leaf[half]) / 2;
    for (const std::size_t row : leaf)
      EXPECT_NEAR(model.predict(made.rows.row(row)), static_cast<double>(expected), 1e-4) << "row " << row;
  }
}

TEST(Boosting, EachLossReachesWhatItIsFor) {
  const MadeUpRows made = made_up_rows(10'000, 6, 14);
  const MadeUpRows unseen = made_up_rows(4'000, 6, 15);
  const auto share_below = [&](const BoostingSettings& settings) {
    const Boosting model = Boosting::fit(made.rows, made.target, {}, settings);
    int below = 0;
    double squares = 0;
    for (std::size_t row = 0; row < unseen.rows.count(); ++row) {
      const double off = static_cast<double>(unseen.target[row]) - model.predict(unseen.rows.row(row));
      below += off <= 0 ? 1 : 0;
      squares += off * off;
    }
    return std::pair(below / 4'000.0, std::sqrt(squares / 4'000));
  };
  EXPECT_LT(share_below({.trees = 150, .shrinkage = 0.1}).second, 0.36);  // 0.32 is noise
  const auto [median, of_median] = share_below({.trees = 150, .shrinkage = 0.1, .loss = Loss::absolute});
  EXPECT_NEAR(median, 0.5, 0.03);
  EXPECT_LT(of_median, 0.36);
  EXPECT_NEAR(
      share_below({.trees = 120, .shrinkage = 0.1, .max_leaves = 8, .min_leaf = 100, .loss = Loss::quantile, .quantile = 0.1})
          .first,
      0.1, 0.03);
  EXPECT_NEAR(
      share_below({.trees = 120, .shrinkage = 0.1, .max_leaves = 8, .min_leaf = 100, .loss = Loss::quantile, .quantile = 0.9})
          .first,
      0.9, 0.03);
}

TEST(Boosting, StopsWhereTheHeldOutRowsAreBest) {
  const MadeUpRows made = made_up_rows(1'000, 6, 16);
  BoostingSettings settings{.trees = 400, .shrinkage = 0.3, .min_leaf = 2, .patience = 10};
  for (std::uint32_t row = 700; row < 1'000; ++row) settings.held_out.push_back(row);
  const Boosting stopped = Boosting::fit(made.rows, made.target, {}, settings);
  ASSERT_GT(stopped.trees(), 2U);
  ASSERT_LT(stopped.trees(), 200U);
  const auto held_out_error = [&](const Boosting& model) {
    double squares = 0;
    for (std::size_t row = 700; row < 1'000; ++row)
      squares += std::pow(model.predict(made.rows.row(row)) - static_cast<double>(made.target[row]), 2);
    return squares;
  };
  for (const int other : {-2, -1, 1, 2, 5}) {
    BoostingSettings fixed = settings;
    fixed.trees = static_cast<unsigned>(static_cast<int>(stopped.trees()) + other);
    fixed.patience = 1'000;
    const Boosting model = Boosting::fit(made.rows, made.target, {}, fixed);
    EXPECT_LE(held_out_error(stopped), held_out_error(model) * (1 + 1e-5))
        << fixed.trees << " trees instead of " << stopped.trees();
  }
}

TEST(Boosting, LearnsNothingFromHeldOutRows) {
  MadeUpRows made = made_up_rows(600, 5, 17);
  BoostingSettings settings{.trees = 20, .min_leaf = 5, .patience = 1'000};
  for (std::uint32_t row = 500; row < 600; ++row) settings.held_out.push_back(row);
  MadeUpRows others = made;
  for (std::size_t row = 500; row < 600; ++row) others.target[row] *= 1.5F;
  const Boosting a = Boosting::fit(made.rows, made.target, {}, settings);
  const Boosting b = Boosting::fit(others.rows, others.target, {}, settings);
  ASSERT_EQ(a.trees(), b.trees());
  for (std::size_t row = 0; row < 600; ++row) ASSERT_EQ(a.predict(made.rows.row(row)), b.predict(made.rows.row(row)));
}

TEST(Boosting, AnswersTheSameAfterBeingWrittenAndRead) {
  const MadeUpRows made = made_up_rows(3'000, 7, 18);
  const Boosting model = Boosting::fit(made.rows, made.target, {}, {.trees = 30, .row_share = 0.7, .column_share = 0.6});
  ByteWriter out;
  model.write(out);
  ByteReader in(out.bytes());
  const Boosting again = Boosting::read(in);
  ASSERT_TRUE(in.finished());
  for (std::size_t row = 0; row < made.rows.count(); ++row)
    ASSERT_EQ(model.predict(made.rows.row(row)), again.predict(made.rows.row(row)));
  ByteWriter once_more;
  again.write(once_more);
  EXPECT_EQ(out.bytes(), once_more.bytes());
}

}  // namespace
}  // namespace stint::learn
