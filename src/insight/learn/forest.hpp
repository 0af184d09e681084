// Random forest for regression (Breiman 2001), with quantiles (Meinshausen 2006: the distribution of an answer is that of the
// training rows in the leaves that the question falls into).
//
// Meinshausen keeps every training row of every leaf. Here a leaf keeps `leaf_samples` evenly spaced quantiles of its rows'
// targets, a byte each, as positions among 256 quantiles of all targets: small enough to ship, and exact where a leaf has no
// more rows than that, up to the rounding to those 256.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "insight/learn/rows.hpp"
#include "insight/learn/trees.hpp"

namespace stint::learn {

struct ForestSettings {
  unsigned trees = 100;
  unsigned max_depth = 15;
  unsigned min_leaf = 5;       // rows, weighted
  unsigned columns_tried = 0;  // a split; 0: a third of the columns
  unsigned leaf_samples = 8;   // 0: no quantiles
  bool bootstrap = true;       // each tree sees as many rows as there are, drawn with repeats; false: each row once
  std::uint64_t seed = 1;
};

class Forest {
 public:
  Forest() = default;

  // One target a row, and one weight a row above 0 or none at all. At least one row, at most kMaxColumns columns. Ended early
  // it has the trees grown so far, at least one.
  static Forest fit(const Rows& rows, std::span<const float> target, std::span<const float> weight,
                    const ForestSettings& settings, const Progress& progress = {});

  [[nodiscard]] std::size_t columns() const { return trees_.columns(); }
  [[nodiscard]] std::size_t trees() const { return trees_.count(); }
  // The mean over the trees of the mean in the leaf.
  [[nodiscard]] double predict(std::span<const float> row) const;
  // What share `q` of the answers lies below, 0 to 1, interpolated. NaN without leaf samples.
  [[nodiscard]] double quantile(std::span<const float> row, double q) const;
  // Several at once, for the price of one; `into` is as long as `q`.
  void quantiles(const AskedRow& row, std::span<const double> q, std::span<double> into) const;
  void quantiles(std::span<const float> row, std::span<const double> q, std::span<double> into) const {
    quantiles(AskedRow(row), q, into);
  }

  void write(ByteWriter& out) const;
  // Refuses the reader when what it holds is no forest.
  static Forest read(ByteReader& in);

 private:
  static constexpr std::size_t kLevels = 256;

  void choose_levels(std::span<const float> target);
  [[nodiscard]] std::uint8_t level_of(float target) const;
  void keep_leaves(const GrownTree& grown, std::span<const std::uint32_t> leaves, std::span<const std::uint8_t> levels);

  Trees trees_;
  float center_ = 0;  // the mean of the targets
  float scale_ = 1;   // a leaf's value is center + scale * half-precision number of -1 to 1
  std::vector<float> values_;
  unsigned leaf_samples_ = 0;
  std::vector<float> levels_;          // ascending quantiles of the targets
  std::vector<std::uint8_t> samples_;  // leaf_samples_ a leaf
};

}  // namespace stint::learn
