#include "insight/learn/trees.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stint::learn {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kLargest = std::numeric_limits<float>::max();
constexpr std::uint8_t kLeafMark = 255;  // in the place of a column
constexpr std::uint32_t kMaxDepth = 4096;

}  // namespace

AskedRow::AskedRow(std::span<const float> row) {
  numbers_.back() = -kInfinity;
  for (std::size_t i = 0; i < row.size() && i < kMaxColumns; ++i) {
    const bool unknown = std::isnan(row[i]);
    const float number = std::clamp(row[i], -kLargest, kLargest);
    numbers_[i] = unknown ? kInfinity : number;
    numbers_[i + kMaxColumns] = unknown ? -kInfinity : number;
  }
}

std::vector<std::uint32_t> Trees::add(const GrownTree& grown, const Binning& binning) {
  const Root root{.node = static_cast<std::uint32_t>(nodes_.size()), .leaf = static_cast<std::uint32_t>(leaves_)};
  std::vector<std::uint32_t> order{0};  // grown nodes, breadth first
  std::vector<std::uint32_t> leaves;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const GrownNode& node = grown.nodes[order[i]];
    if (node.left == 0) {
      leaves.push_back(order[i]);
      add_leaf();
      continue;
    }
    const auto number = static_cast<std::uint32_t>(node.column + (node.unknown_left ? kMaxColumns : 0));
    nodes_.push_back({.threshold = binning.threshold(node.column, node.bin),
                      .place = static_cast<std::uint32_t>((order.size() - i) << kNumberBits) | number});
    order.push_back(node.left);
    order.push_back(node.left + 1);
  }
  roots_.push_back(root);
  return leaves;
}

void Trees::add_leaf() {
  nodes_.push_back({.threshold = std::bit_cast<float>(static_cast<std::uint32_t>(leaves_++)), .place = kNothing});
}

void Trees::keep(std::size_t count) {
  if (count >= roots_.size()) return;
  const Root end = roots_[count];
  roots_.resize(count);
  nodes_.resize(end.node);
  leaves_ = end.leaf;
}

std::vector<std::vector<float>> Trees::thresholds_by_column() const {
  std::vector<std::vector<float>> thresholds(columns_);
  for (std::size_t tree = 0; tree < roots_.size(); ++tree) {
    for (std::size_t i = roots_[tree].node; i < end_of(tree); ++i) {
      if (!is_leaf(i)) thresholds[(nodes_[i].place & kNumberMask) % kMaxColumns].push_back(nodes_[i].threshold);
    }
  }
  for (std::vector<float>& column : thresholds) {
    std::sort(column.begin(), column.end());
    column.erase(std::unique(column.begin(), column.end()), column.end());
  }
  return thresholds;
}

// Columns; the thresholds of each; trees: nodes, and of each node, breadth first, its column or the leaf mark. Then of each
// node that is no leaf the number of its threshold, and in bits whether unknown goes left. Where children are follows from the
// order.
void Trees::write(ByteWriter& out) const {
  const std::vector<std::vector<float>> thresholds = thresholds_by_column();
  out.put(static_cast<std::uint8_t>(columns_));
  for (const std::vector<float>& column : thresholds) out.put_all(std::span(column));
  out.put(static_cast<std::uint32_t>(roots_.size()));
  for (std::size_t tree = 0; tree < roots_.size(); ++tree) {
    std::vector<std::uint8_t> columns;
    std::vector<std::uint8_t> codes;
    std::vector<std::uint8_t> unknown_left;
    for (std::size_t i = roots_[tree].node; i < end_of(tree); ++i) {
      if (is_leaf(i)) {
        columns.push_back(kLeafMark);
        continue;
      }
      const std::uint32_t number = nodes_[i].place & kNumberMask;
      const std::size_t column = number % kMaxColumns;
      columns.push_back(static_cast<std::uint8_t>(column));
      const auto code = std::lower_bound(thresholds[column].begin(), thresholds[column].end(), nodes_[i].threshold) -
                        thresholds[column].begin();
      if (codes.size() % 8 == 0) unknown_left.push_back(0);
      if (number >= kMaxColumns) unknown_left.back() |= static_cast<std::uint8_t>(1U << codes.size() % 8);
      codes.push_back(static_cast<std::uint8_t>(code));
    }
    out.put_all(std::span<const std::uint8_t>(columns));
    for (const std::uint8_t code : codes) out.put(code);
    for (const std::uint8_t bits : unknown_left) out.put(bits);
  }
}

Trees Trees::read(ByteReader& in) {
  Trees trees(in.take<std::uint8_t>());
  std::vector<std::vector<float>> thresholds;
  for (std::size_t column = 0; column < trees.columns_; ++column) {
    thresholds.push_back(in.take_all<float>());
    if (std::any_of(thresholds.back().begin(), thresholds.back().end(), [](float value) { return std::isnan(value); }))
      in.refuse();
  }
  if (trees.columns_ > kMaxColumns) in.refuse();
  const std::size_t count = in.take_count(sizeof(std::uint32_t) + 1);
  for (std::size_t tree = 0; tree < count; ++tree) {
    if (!trees.read_tree(in, thresholds)) {
      in.refuse();
      return Trees();
    }
  }
  return trees;
}

bool Trees::read_tree(ByteReader& in, const std::vector<std::vector<float>>& thresholds) {
  const std::vector<std::uint8_t> columns = in.take_all<std::uint8_t>();
  const std::size_t splits = columns.size() - static_cast<std::size_t>(std::count(columns.begin(), columns.end(), kLeafMark));
  // Each split has two children, so a tree's splits are one fewer than its leaves; and children come after their parents.
  if (columns.size() != 2 * splits + 1 || columns.size() > (1U << (32 - kNumberBits)) - 1) return false;
  const std::string_view codes = in.take_bytes(splits);
  const std::string_view unknown_left = in.take_bytes((splits + 7) / 8);
  if (!in.complete()) return false;

  const Root root{.node = static_cast<std::uint32_t>(nodes_.size()), .leaf = static_cast<std::uint32_t>(leaves_)};
  std::vector<std::uint32_t> depths{0};
  std::size_t split = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i >= depths.size()) return false;
    if (columns[i] == kLeafMark) {
      add_leaf();
      continue;
    }
    const std::size_t code = static_cast<unsigned char>(codes[split]);
    if (columns[i] >= columns_ || code >= thresholds[columns[i]].size() || depths[i] >= kMaxDepth) return false;
    const bool left = (static_cast<unsigned char>(unknown_left[split / 8]) >> split % 8 & 1U) != 0;
    const auto number = static_cast<std::uint32_t>(columns[i] + (left ? kMaxColumns : 0));
    nodes_.push_back({.threshold = thresholds[columns[i]][code],
                      .place = static_cast<std::uint32_t>((depths.size() - i) << kNumberBits) | number});
    depths.insert(depths.end(), 2, depths[i] + 1);
    ++split;
  }
  roots_.push_back(root);
  return true;
}

}  // namespace stint::learn
