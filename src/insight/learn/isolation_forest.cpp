#include "insight/learn/isolation_forest.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace stint::learn {
namespace {

constexpr std::uint32_t kMostRows = 32'768;  // their nodes are counted with 16 bits

// The mean depth at which a search in a random binary tree of `count` rows fails: the paper's c(n).
double depth_of(std::size_t count) {
  if (count <= 1) return 0;
  if (count == 2) return 1;
  const auto n = static_cast<double>(count);
  return 2 * (std::log(n - 1) + std::numbers::egamma) - 2 * (n - 1) / n;
}

bool goes_left(float number, float cut, bool unknown_left) { return std::isnan(number) ? unknown_left : number <= cut; }

std::vector<std::uint32_t> draw(std::uint32_t count, std::uint32_t wanted, Random& random) {
  // Floyd's way: each subset is as likely, without touching all rows.
  std::vector<std::uint32_t> drawn;
  for (std::uint32_t last = count - wanted; last < count; ++last) {
    const std::uint32_t candidate = random.below(last + 1);
    drawn.push_back(std::find(drawn.begin(), drawn.end(), candidate) == drawn.end() ? candidate : last);
  }
  return drawn;
}

}  // namespace

IsolationForest IsolationForest::fit(const Rows& rows, const IsolationSettings& settings, const Progress& progress) {
  IsolationForest forest;
  forest.columns_ = rows.columns;
  const auto count = static_cast<std::uint32_t>(rows.count());
  const std::uint32_t wanted = std::min({settings.rows_a_tree, count, kMostRows});
  forest.expected_depth_ = std::max(1.0, depth_of(wanted));
  for (unsigned tree = 0; tree < settings.trees; ++tree) {
    Random random(settings.seed * 0x100000001B3U + tree);
    forest.grow(rows, draw(count, wanted, random), random);
    if (progress && !progress(static_cast<double>(tree + 1) / settings.trees)) break;
  }
  return forest;
}

void IsolationForest::grow(const Rows& rows, std::vector<std::uint32_t> sample, Random& random) {
  struct Open {
    std::uint32_t node, begin, end;
    unsigned depth;
  };
  const auto root = static_cast<std::uint32_t>(nodes_.size());
  // Deeper than the mean depth there is nothing unusual left to find.
  const auto max_depth = static_cast<unsigned>(std::bit_width(std::max<std::size_t>(1, sample.size()) - 1));
  roots_.push_back(root);
  nodes_.emplace_back();
  std::vector<Open> open{{root, 0, static_cast<std::uint32_t>(sample.size()), 0}};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const Open at = open[i];
    const std::span inside(sample.data() + at.begin, at.end - at.begin);
    Node node;
    if (at.depth < max_depth && cut(rows, inside, random, node)) {
      const auto middle = std::partition(inside.begin(), inside.end(), [&](std::uint32_t row) {
        return goes_left(rows.row(row)[node.column], node.cut, node.unknown_left);
      });
      const auto right = at.begin + static_cast<std::uint32_t>(middle - inside.begin());
      const auto left_node = static_cast<std::uint32_t>(nodes_.size());
      node.left = left_node - root;
      nodes_.resize(nodes_.size() + 2);
      open.push_back({left_node, at.begin, right, at.depth + 1});
      open.push_back({left_node + 1, right, at.end, at.depth + 1});
    } else {
      node = {.cut = static_cast<float>(at.depth + depth_of(inside.size()))};
    }
    nodes_[at.node] = node;
  }
}

// A random cut of a random column that tells these rows apart; false if none does.
bool IsolationForest::cut(const Rows& rows, std::span<const std::uint32_t> sample, Random& random, Node& node) const {
  if (sample.size() < 2) return false;
  const std::uint32_t first = random.below(static_cast<std::uint32_t>(columns_));
  for (std::size_t i = 0; i < columns_; ++i) {
    const std::size_t column = (first + i) % columns_;
    float least = std::numeric_limits<float>::infinity();
    float most = -least;
    for (const std::uint32_t row : sample) {
      const float number = rows.row(row)[column];
      if (std::isnan(number)) continue;
      least = std::min(least, number);
      most = std::max(most, number);
    }
    if (!(least < most)) continue;
    node.column = static_cast<std::uint8_t>(column);
    node.cut = static_cast<float>(static_cast<double>(least) +
                                  random.uniform() * (static_cast<double>(most) - static_cast<double>(least)));
    node.cut = std::min(node.cut, std::nextafter(most, least));  // rounding must not leave the right side empty
    node.unknown_left = random.below(2) == 0;
    return true;
  }
  return false;
}

double IsolationForest::score(std::span<const float> row) const {
  double depth = 0;
  for (const std::uint32_t root : roots_) {
    const Node* node = &nodes_[root];
    while (node->left != 0)
      node = &nodes_[root + node->left + (goes_left(row[node->column], node->cut, node->unknown_left) ? 0 : 1)];
    depth += static_cast<double>(node->cut);
  }
  return std::exp2(-depth / static_cast<double>(roots_.size()) / expected_depth_);
}

// Columns; expected depth; trees: nodes, each with its cut, left child, column and where unknown goes.
void IsolationForest::write(ByteWriter& out) const {
  out.put(static_cast<std::uint8_t>(columns_));
  out.put(expected_depth_);
  out.put(static_cast<std::uint32_t>(roots_.size()));
  for (std::size_t tree = 0; tree < roots_.size(); ++tree) {
    const std::size_t end = tree + 1 < roots_.size() ? roots_[tree + 1] : nodes_.size();
    out.put(static_cast<std::uint32_t>(end - roots_[tree]));
    for (std::size_t i = roots_[tree]; i < end; ++i) {
      out.put(nodes_[i].cut);
      out.put(static_cast<std::uint16_t>(nodes_[i].left));
      out.put(nodes_[i].column);
      out.put(static_cast<std::uint8_t>(nodes_[i].unknown_left ? 1 : 0));
    }
  }
}

IsolationForest IsolationForest::read(ByteReader& in) {
  constexpr std::size_t kNodeBytes = 8;
  IsolationForest forest;
  forest.columns_ = in.take<std::uint8_t>();
  forest.expected_depth_ = in.take<double>();
  const std::size_t trees = in.take_count(sizeof(std::uint32_t) + kNodeBytes);
  for (std::size_t tree = 0; tree < trees && in.complete(); ++tree) {
    const std::size_t count = in.take_count(kNodeBytes);
    if (count == 0) in.refuse();
    forest.roots_.push_back(static_cast<std::uint32_t>(forest.nodes_.size()));
    for (std::size_t i = 0; i < count; ++i) {
      Node node;
      node.cut = in.take<float>();
      node.left = in.take<std::uint16_t>();
      node.column = in.take<std::uint8_t>();
      node.unknown_left = in.take<std::uint8_t>() != 0;
      // Children come after their parents, so that a walk comes to its end.
      if (node.left != 0 && (node.left <= i || node.left + 1 >= count || node.column >= forest.columns_)) in.refuse();
      forest.nodes_.push_back(node);
    }
  }
  if (forest.roots_.empty() || !(forest.expected_depth_ > 0)) in.refuse();
  return in.complete() ? forest : IsolationForest();
}

}  // namespace stint::learn
