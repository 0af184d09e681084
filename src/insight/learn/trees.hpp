// Grown trees, laid out for answering: 8 bytes a node, breadth first, eight trees walked at a time, so that the processor waits
// for eight nodes at once. And their form on disk: a node's column and the number of its threshold, a byte each.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "insight/learn/binned_rows.hpp"
#include "insight/learn/model_bytes.hpp"
#include "insight/learn/tree_grower.hpp"

namespace stint::learn {

// A row made ready to be walked with: every column twice, unknown once as the least and once as the largest of all numbers.
class AskedRow {
 public:
  explicit AskedRow(std::span<const float> row);
  [[nodiscard]] const float* numbers() const { return numbers_.data(); }

 private:
  std::array<float, 2 * kMaxColumns + 1> numbers_;
};

class Trees {
 public:
  explicit Trees(std::size_t columns = 0) : columns_(columns) {}

  // Adds a tree. The answer says which leaf of `grown` each new leaf is, in the order of the leaves' numbers, which go on from
  // those there are.
  std::vector<std::uint32_t> add(const GrownTree& grown, const Binning& binning);

  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t count() const { return roots_.size(); }
  [[nodiscard]] std::size_t leaves() const { return leaves_; }
  [[nodiscard]] std::size_t nodes() const { return nodes_.size(); }
  // Calls take(leaf's number) for each tree.
  template <class Take>
  void for_each_leaf(const AskedRow& row, Take take) const;
  // Leaves out the trees from number `count` on.
  void keep(std::size_t count);

  void write(ByteWriter& out) const;
  // Refuses the reader when what it holds are no trees.
  static Trees read(ByteReader& in);

 private:
  struct Node {
    float threshold;      // at most this: the left child, else the one after it
    std::uint32_t place;  // how many nodes on the left child is, above the 9 bits of the number to compare
  };
  struct Root {
    std::uint32_t node;
    std::uint32_t leaf;  // the tree's first
  };
  static constexpr unsigned kNumberBits = 9;
  static constexpr std::uint32_t kNumberMask = (1U << kNumberBits) - 1;
  // What a leaf compares: less than all numbers, so that a walk stays there whatever its threshold, which is the leaf's number.
  static constexpr std::uint32_t kNothing = 2 * kMaxColumns;
  static constexpr std::size_t kAtOnce = 8;
  static constexpr unsigned kStepsBeforeLook = 6, kStepsBetweenLooks = 2;

  [[nodiscard]] std::size_t end_of(std::size_t tree) const {
    return tree + 1 < roots_.size() ? roots_[tree + 1].node : nodes_.size();
  }
  [[nodiscard]] bool is_leaf(std::size_t node) const { return (nodes_[node].place & kNumberMask) == kNothing; }
  void add_leaf();
  bool read_tree(ByteReader& in, const std::vector<std::vector<float>>& thresholds);
  [[nodiscard]] std::vector<std::vector<float>> thresholds_by_column() const;

  std::size_t columns_;
  std::size_t leaves_ = 0;
  std::vector<Root> roots_;
  std::vector<Node> nodes_;  // a leaf is its own left child: 0 nodes on
};

template <class Take>
void Trees::for_each_leaf(const AskedRow& row, Take take) const {
  const float* numbers = row.numbers();
  const auto next = [numbers](const Node* node) {
    const std::uint32_t right = numbers[node->place & kNumberMask] > node->threshold ? 1 : 0;
    return node + ((node->place >> kNumberBits) + right);
  };
  for (std::size_t first = 0; first < roots_.size(); first += kAtOnce) {
    const std::size_t trees = std::min(kAtOnce, roots_.size() - first);
    std::array<const Node*, kAtOnce> at{};
    for (std::size_t i = 0; i < kAtOnce; ++i) at[i] = &nodes_[roots_[first + std::min(i, trees - 1)].node];
    // Few walks are as long as a tree is deep: they end once all stand on leaves, which a look at all of them tells.
    std::uint32_t places = ~0U;
    for (unsigned steps = kStepsBeforeLook; (places >> kNumberBits) != 0; steps = kStepsBetweenLooks) {
      for (unsigned step = 0; step < steps; ++step) {
#pragma GCC unroll 16
        for (std::size_t i = 0; i < kAtOnce; ++i) at[i] = next(at[i]);
      }
      places = 0;
      for (std::size_t i = 0; i < kAtOnce; ++i) places |= at[i]->place;
    }
    for (std::size_t i = 0; i < trees; ++i) take(std::bit_cast<std::uint32_t>(at[i]->threshold));
  }
}

}  // namespace stint::learn
