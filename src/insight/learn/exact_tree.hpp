// The oracle of the tests: a tree grown by trying every cut between every two neighbouring numbers of every column, slowly and
// obviously. Shares nothing with the binned grower.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "insight/learn/rows.hpp"

namespace stint::learn::exact {

struct Settings {
  unsigned max_depth = 15;
  unsigned max_leaves = 0;
  double min_leaf = 1;
};

class Tree {
 public:
  Tree(const Rows& rows, std::span<const float> target, std::span<const float> weight, const Settings& settings)
      : rows_(rows), target_(target), weight_(weight), settings_(settings) {
    std::vector<std::size_t> all(rows.count());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    leaves_.push_back({.rows = all, .depth = 0});
    while (settings.max_leaves == 0 || leaves_.size() < settings.max_leaves) {
      std::optional<Cut> best;
      std::size_t where = 0;
      for (std::size_t leaf = 0; leaf < leaves_.size(); ++leaf) {
        if (!leaves_[leaf].cut_known) leaves_[leaf].cut = best_cut(leaves_[leaf]);
        leaves_[leaf].cut_known = true;
        const std::optional<Cut>& cut = leaves_[leaf].cut;
        if (cut && (!best || cut->gain > best->gain)) {
          best = cut;
          where = leaf;
        }
      }
      if (!best) break;
      Leaf left{.rows = best->left, .depth = leaves_[where].depth + 1};
      Leaf right{.rows = best->right, .depth = left.depth};
      leaves_[where] = left;
      leaves_.push_back(right);
    }
  }

  // The mean target of the leaf that a training row is in.
  [[nodiscard]] std::vector<double> answers() const {
    std::vector<double> answers(rows_.count());
    for (const Leaf& leaf : leaves_) {
      for (const std::size_t row : leaf.rows) answers[row] = mean(leaf.rows);
    }
    return answers;
  }
  [[nodiscard]] std::vector<std::vector<std::size_t>> leaves() const {
    std::vector<std::vector<std::size_t>> leaves;
    for (const Leaf& leaf : leaves_) leaves.push_back(leaf.rows);
    return leaves;
  }

 private:
  struct Cut {
    double gain = 0;
    std::vector<std::size_t> left;
    std::vector<std::size_t> right;
  };
  struct Leaf {
    std::vector<std::size_t> rows;
    unsigned depth = 0;
    bool cut_known = false;
    std::optional<Cut> cut;
  };

  [[nodiscard]] double weight(std::size_t row) const { return weight_.empty() ? 1.0 : static_cast<double>(weight_[row]); }
  [[nodiscard]] double weight(const std::vector<std::size_t>& rows) const {
    double sum = 0;
    for (const std::size_t row : rows) sum += weight(row);
    return sum;
  }
  [[nodiscard]] double mean(const std::vector<std::size_t>& rows) const {
    double sum = 0;
    for (const std::size_t row : rows) sum += weight(row) * static_cast<double>(target_[row]);
    return sum / weight(rows);
  }
  [[nodiscard]] double squares(const std::vector<std::size_t>& rows) const {
    const double middle = mean(rows);
    double sum = 0;
    for (const std::size_t row : rows) {
      const double off = static_cast<double>(target_[row]) - middle;
      sum += weight(row) * off * off;
    }
    return sum;
  }

  void better(std::optional<Cut>& best, double before, const std::vector<std::size_t>& left,
              const std::vector<std::size_t>& right) const {
    if (left.empty() || right.empty() || weight(left) < settings_.min_leaf || weight(right) < settings_.min_leaf) return;
    const double gain = before - squares(left) - squares(right);
    if (gain > 1e-11 && (!best || gain > best->gain)) best = Cut{.gain = gain, .left = left, .right = right};
  }

  [[nodiscard]] std::optional<Cut> best_cut(const Leaf& leaf) const {
    std::optional<Cut> best;
    if (leaf.depth >= settings_.max_depth) return best;
    const double before = squares(leaf.rows);
    for (std::size_t column = 0; column < rows_.columns; ++column) {
      std::vector<float> numbers;
      for (const std::size_t row : leaf.rows) {
        if (!std::isnan(rows_.row(row)[column])) numbers.push_back(rows_.row(row)[column]);
      }
      for (const float last_left : numbers) {
        for (const bool unknown_left : {false, true}) {
          std::vector<std::size_t> left;
          std::vector<std::size_t> right;
          for (const std::size_t row : leaf.rows) {
            const float number = rows_.row(row)[column];
            (std::isnan(number) ? unknown_left : number <= last_left) ? left.push_back(row) : right.push_back(row);
          }
          better(best, before, left, right);
        }
      }
    }
    return best;
  }

  const Rows& rows_;
  std::span<const float> target_;
  std::span<const float> weight_;
  Settings settings_;
  std::vector<Leaf> leaves_;
};

}  // namespace stint::learn::exact
