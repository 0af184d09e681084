// The one grower of regression trees, for random forest and boosting. It divides the rows where the sum of squared differences
// of their gradients falls most, and searches binned columns by histograms (split.hpp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "insight/learn/binned_rows.hpp"
#include "insight/learn/random.hpp"
#include "insight/learn/split.hpp"

namespace stint::learn {

struct GrowSettings {
  unsigned max_depth = 15;
  unsigned max_leaves = 0;     // 0: as many as come; else the leaf with the largest gain is split first
  unsigned min_leaf = 1;       // least weight of a leaf
  unsigned columns_tried = 0;  // drawn anew for each split, more if none of them splits; 0: all
  double l2 = 0;               // added to a leaf's weight: pulls its value to nothing
};

// A row that takes part in a tree.
struct Sample {
  std::uint32_t row = 0;
  float gradient = 0;
  float weight = 1;  // > 0; a row of average weight has 1
};

struct GrownNode {
  std::uint32_t left = 0;  // 0: a leaf; the right child follows the left
  std::uint8_t column = 0;
  std::uint8_t bin = 0;  // this bin or below goes left
  bool unknown_left = false;
  unsigned depth = 0;
  std::uint32_t begin = 0;  // its samples are samples[begin] to samples[end - 1] of the tree
  std::uint32_t end = 0;
};

// nodes[0] is the root, and children come after their parents.
struct GrownTree {
  std::vector<GrownNode> nodes;
  std::vector<Sample> samples;

  // The leaf that a row ends up in.
  [[nodiscard]] std::uint32_t leaf_of(const std::uint8_t* bins) const;
};

class TreeGrower {
 public:
  // `rows` must outlive the grower.
  TreeGrower(const BinnedRows& rows, const GrowSettings& settings) : rows_(rows), settings_(settings) {}

  // `columns`: those that may be split on. At least one sample.
  GrownTree grow(std::vector<Sample> samples, std::span<const std::uint8_t> columns, Random& random);

 private:
  using Histogram = std::vector<Cell>;  // kBins cells for each column

  struct Candidate {  // a leaf that can be split
    std::uint32_t node = 0;
    double gain = 0;
    Split split;
    Histogram histogram;  // of all columns; empty in few rows, or when columns are drawn
  };

  void pack();
  void consider(std::uint32_t node, Histogram histogram);
  Split search(std::uint32_t node, const Histogram& histogram, const Split& unsplit);
  void search_drawn(std::uint32_t node, Split& best);
  void search_histogram(std::uint32_t node, std::span<const std::uint8_t> columns, const Cell* cells, Split& best) const;
  void search_few(std::uint32_t node, std::uint8_t column, Split& best);
  Candidate take_next();
  void divide(Candidate chosen);
  void partition(std::uint32_t node, const Split& split);
  void count_rows(std::uint32_t node, std::span<const std::uint8_t> columns, Cell sign, Cell* cells) const;
  Histogram take_histogram();
  void put_back(Histogram histogram);

  const BinnedRows& rows_;
  GrowSettings settings_;

  // While a tree grows:
  GrownTree tree_;
  std::vector<Cell> packed_;  // the cell of each of tree_.samples
  std::vector<Cell> sums_;    // of each of tree_.nodes
  std::vector<std::uint8_t> columns_;
  std::vector<Candidate> open_;
  std::vector<Histogram> spare_;
  std::vector<Sample> right_samples_;
  std::vector<Cell> right_packed_;
  Histogram scratch_;  // all 0 between searches
  SplitRule rule_;
  Random* random_ = nullptr;
};

}  // namespace stint::learn
