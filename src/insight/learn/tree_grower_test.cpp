#include "insight/learn/tree_grower.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "insight/learn/exact_tree.hpp"
#include "insight/learn/made_up_rows.hpp"
#include "insight/learn/trees.hpp"

namespace stint::learn {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

std::vector<Sample> samples_of(std::span<const float> target, std::span<const float> weight = {}) {
  std::vector<Sample> samples;
  for (std::uint32_t row = 0; row < target.size(); ++row) {
    samples.push_back({.row = row, .gradient = target[row], .weight = weight.empty() ? 1.0F : weight[row]});
  }
  return samples;
}

std::vector<std::uint8_t> all_columns(std::size_t count) {
  std::vector<std::uint8_t> columns(count);
  std::iota(columns.begin(), columns.end(), std::uint8_t{0});
  return columns;
}

// Each row's mean of its leaf.
std::vector<double> answers_of(const GrownTree& tree) {
  std::vector<double> answers(tree.samples.size());
  for (const GrownNode& node : tree.nodes) {
    if (node.left != 0) continue;
    double sum = 0;
    double weight = 0;
    for (std::uint32_t i = node.begin; i < node.end; ++i) {
      sum += static_cast<double>(tree.samples[i].gradient * tree.samples[i].weight);
      weight += static_cast<double>(tree.samples[i].weight);
    }
    for (std::uint32_t i = node.begin; i < node.end; ++i) answers[tree.samples[i].row] = sum / weight;
  }
  return answers;
}

// Few distinct numbers, some unknown, so that all that binning can meet comes up.
MadeUpRows small_rows() {
  MadeUpRows made{.rows = {.columns = *rc::gen::inRange<std::size_t>(1, 5)}};
  const std::size_t count = *rc::gen::inRange<std::size_t>(1, 40);
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t column = 0; column < made.rows.columns; ++column) {
      made.rows.values.push_back(random.below(6) == 0 ? kUnknown
                                                      : static_cast<float>(random.below(column % 2 == 0 ? 8 : 1000)));
    }
    made.target.push_back(static_cast<float>(normal(random)));
  }
  return made;
}

void expect_near(const std::vector<double>& actual, const std::vector<double>& expected) {
  RC_ASSERT(actual.size() == expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) RC_ASSERT(std::abs(actual[i] - expected[i]) < 1e-4);
}

RC_GTEST_PROP(TreeGrower, GrowsTheTreeOfTheExactSearch, ()) {
  const MadeUpRows made = small_rows();
  const BinnedRows binned(made.rows, Binning::of(made.rows));
  const auto depth = *rc::gen::inRange(1U, 7U);
  const auto leaves = *rc::gen::element(0U, 2U, 3U, 6U);
  const auto min_leaf = *rc::gen::inRange(1U, 5U);
  Random random(1);
  TreeGrower grower(binned, {.max_depth = depth, .max_leaves = leaves, .min_leaf = min_leaf});
  const GrownTree tree = grower.grow(samples_of(made.target), all_columns(made.rows.columns), random);
  const exact::Tree oracle(made.rows, made.target, {},
                           {.max_depth = depth, .max_leaves = leaves, .min_leaf = static_cast<double>(min_leaf)});
  expect_near(answers_of(tree), oracle.answers());
}

RC_GTEST_PROP(TreeGrower, DrawingAllColumnsIsTheSameAsTryingAll, ()) {
  const MadeUpRows made = small_rows();
  const BinnedRows binned(made.rows, Binning::of(made.rows));
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  TreeGrower grower(binned, {.max_depth = 6, .columns_tried = static_cast<unsigned>(made.rows.columns)});
  const GrownTree tree = grower.grow(samples_of(made.target), all_columns(made.rows.columns), random);
  expect_near(answers_of(tree), exact::Tree(made.rows, made.target, {}, {.max_depth = 6}).answers());
}

RC_GTEST_PROP(TreeGrower, HeedsWeightsLikeTheExactSearch, ()) {
  const MadeUpRows made = small_rows();
  const BinnedRows binned(made.rows, Binning::of(made.rows));
  std::vector<float> weight;  // multiples of what a packed weight can tell apart
  for (std::size_t i = 0; i < made.target.size(); ++i) weight.push_back(static_cast<float>(*rc::gen::inRange(1, 40)) / 16);
  Random random(1);
  TreeGrower grower(binned, {.max_depth = 4, .min_leaf = 0});
  const GrownTree tree = grower.grow(samples_of(made.target, weight), all_columns(made.rows.columns), random);
  expect_near(answers_of(tree), exact::Tree(made.rows, made.target, weight, {.max_depth = 4, .min_leaf = 0}).answers());
}

RC_GTEST_PROP(Trees, AnswerLikeTheGrownTreeForKnownAndUnknownNumbers, ()) {
  const MadeUpRows made = small_rows();
  const BinnedRows binned(made.rows, Binning::of(made.rows));
  Random random(1);
  TreeGrower grower(binned, {.max_depth = 8});
  const GrownTree tree = grower.grow(samples_of(made.target), all_columns(made.rows.columns), random);
  Trees trees(made.rows.columns);
  const std::vector<std::uint32_t> leaves = trees.add(tree, binned.binning());
  for (std::size_t row = 0; row < made.rows.count(); ++row) {
    trees.for_each_leaf(AskedRow(made.rows.row(row)),
                        [&](std::uint32_t leaf) { RC_ASSERT(leaves[leaf] == tree.leaf_of(binned.row(row))); });
  }
}

// Enough rows for histograms and their subtraction, which few rows do without.
TEST(TreeGrower, HistogramsSplitManyRowsLikeTheExactSearch) {
  MadeUpRows made = made_up_rows(900, 4, 11);
  for (float& number : made.rows.values) number = std::round(number * 20);
  const BinnedRows binned(made.rows, Binning::of(made.rows));
  const std::vector<double> expected = exact::Tree(made.rows, made.target, {}, {.max_depth = 4, .min_leaf = 5}).answers();
  for (const unsigned tried : {0U, 4U}) {
    Random random(1);
    TreeGrower grower(binned, {.max_depth = 4, .min_leaf = 5, .columns_tried = tried});
    const std::vector<double> answers = answers_of(grower.grow(samples_of(made.target), all_columns(4), random));
    for (std::size_t i = 0; i < answers.size(); ++i)
      ASSERT_NEAR(answers[i], expected[i], 1e-4) << "row " << i << ", columns tried " << tried;
  }
}

TEST(Binning, GivesFewNumbersABinEachAndManyAboutEqualShares) {
  Rows rows{.columns = 2};
  Random random(3);
  for (int i = 0; i < 20'000; ++i) {
    rows.values.push_back(static_cast<float>(i % 7));
    rows.values.push_back(i % 3 == 0 ? 5.0F : static_cast<float>(random.uniform()));
  }
  const Binning binning = Binning::of(rows);
  EXPECT_EQ(binning.bins(0), 7U);
  EXPECT_EQ(binning.bin(0, 3.0F), 3);
  EXPECT_EQ(binning.bin(0, kUnknown), kUnknownBin);
  EXPECT_GE(binning.bins(1), 200U);
  std::vector<int> rows_in(kBins, 0);
  for (std::size_t i = 0; i < rows.count(); ++i) ++rows_in[binning.bin(1, rows.row(i)[1])];
  for (std::size_t bin = 0; bin + 1 < binning.bins(1); ++bin) EXPECT_LE(rows_in[bin], 20'000 / 255 * 2) << "bin " << bin;
}

}  // namespace
}  // namespace stint::learn
