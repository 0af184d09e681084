// Isolation forest (Liu, Ting, Zhou 2008): a row that random cuts separate from the others after few of them is unlike the
// others.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "insight/learn/model_bytes.hpp"
#include "insight/learn/random.hpp"
#include "insight/learn/rows.hpp"

namespace stint::learn {

struct IsolationSettings {
  unsigned trees = 100;
  unsigned rows_a_tree = 256;  // drawn without repeats, at most 32,768; more make the forest see less well
  std::uint64_t seed = 1;
};

class IsolationForest {
 public:
  IsolationForest() = default;

  // At least one row, at most kMaxColumns columns. Ended early it has the trees grown so far, at least one.
  static IsolationForest fit(const Rows& rows, const IsolationSettings& settings, const Progress& progress = {});

  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t trees() const { return roots_.size(); }
  // 0 to 1: about 0.5 and below for the usual, towards 1 for what is separated at once (2^(-mean depth / expected depth)).
  [[nodiscard]] double score(std::span<const float> row) const;

  void write(ByteWriter& out) const;
  // Refuses the reader when what it holds is no isolation forest.
  static IsolationForest read(ByteReader& in);

 private:
  struct Node {
    float cut = 0;           // at most this goes left; of a leaf: the depth that its rows would have come to
    std::uint32_t left = 0;  // from the tree's root, the right child follows; 0: a leaf
    std::uint8_t column = 0;
    bool unknown_left = false;
  };

  void grow(const Rows& rows, std::vector<std::uint32_t> sample, Random& random);
  bool cut(const Rows& rows, std::span<const std::uint32_t> sample, Random& random, Node& node) const;

  std::size_t columns_ = 0;
  double expected_depth_ = 1;
  std::vector<std::uint32_t> roots_;
  std::vector<Node> nodes_;
};

}  // namespace stint::learn
