// Gradient boosting of regression trees (Friedman 2001): each tree is grown on what the ones before it got wrong.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "insight/learn/rows.hpp"
#include "insight/learn/trees.hpp"

namespace stint::learn {

// What the model comes to answer: the mean, the median, or the quantile `quantile` of the target.
enum class Loss : std::uint8_t { squared, absolute, quantile };

struct BoostingSettings {
  unsigned trees = 350;
  double shrinkage = 0.06;  // of each tree's answer
  unsigned max_leaves = 31;
  unsigned max_depth = 15;
  unsigned min_leaf = 40;   // rows, weighted
  unsigned max_bins = 255;  // that a column's numbers are divided into
  double row_share = 1;     // of the rows, drawn anew for each tree
  double column_share = 1;
  double l2 = 0;  // rows added to each leaf; with squared loss only
  Loss loss = Loss::squared;
  double quantile = 0.5;
  std::uint64_t seed = 1;
  // Rows (their numbers) that are learnt from only when to stop: after `patience` trees that didn't make their loss smaller.
  // The model is then the one with the smallest. Empty: all trees are grown.
  std::vector<std::uint32_t> held_out{};
  unsigned patience = 25;
};

class Boosting {
 public:
  Boosting() = default;

  // One target a row, and one weight a row above 0 or none at all. At least one row that isn't held out, at most kMaxColumns
  // columns. Ended early it has the trees grown so far.
  static Boosting fit(const Rows& rows, std::span<const float> target, std::span<const float> weight,
                      const BoostingSettings& settings, const Progress& progress = {});

  [[nodiscard]] std::size_t columns() const { return trees_.columns(); }
  [[nodiscard]] std::size_t trees() const { return trees_.count(); }
  [[nodiscard]] double predict(std::span<const float> row) const { return predict(AskedRow(row)); }
  // The same of a row that is made ready once for many models.
  [[nodiscard]] double predict(const AskedRow& row) const;

  void write(ByteWriter& out) const;
  // Refuses the reader when what it holds is no boosting.
  static Boosting read(ByteReader& in);

 private:
  Trees trees_;
  float begin_ = 0;  // what is said before any tree
  std::vector<float> values_;
};

}  // namespace stint::learn
