#include "insight/learn/tree_grower.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

namespace stint::learn {
namespace {

// What a cell holds without running over: the sum of |gradient| (35 bits there are), the sum of the weights (28).
constexpr double kGradientRoom = 0x1p34;
constexpr double kWeightRoom = 0x1p27;
constexpr double kFinestWeight = 64;  // packed weight of an average row when weights are no whole numbers

// In fewer rows than this, a node looks at the bins that its rows are in rather than at all there are.
constexpr std::uint32_t kFewRows = 192;
// Rows ahead that are fetched into the cache: a node's rows lie apart in memory.
constexpr std::uint32_t kAhead = 12;

constexpr unsigned kWordBits = 64;

}  // namespace

std::uint32_t GrownTree::leaf_of(const std::uint8_t* bins) const {
  std::uint32_t at = 0;
  while (nodes[at].left != 0) {
    const GrownNode& node = nodes[at];
    const std::uint8_t bin = bins[node.column];
    const bool left = bin == kUnknownBin ? node.unknown_left : bin <= node.bin;
    at = node.left + (left ? 0 : 1);
  }
  return at;
}

GrownTree TreeGrower::grow(std::vector<Sample> samples, std::span<const std::uint8_t> columns, Random& random) {
  tree_ = {};
  tree_.samples = std::move(samples);
  columns_.assign(columns.begin(), columns.end());
  random_ = &random;
  pack();
  const auto count = static_cast<std::uint32_t>(tree_.samples.size());
  right_samples_.resize(count);
  right_packed_.resize(count);
  scratch_.resize(std::max<std::size_t>(1, settings_.columns_tried) * kBins, 0);
  tree_.nodes.push_back({.end = count});
  sums_.assign(1, std::accumulate(packed_.begin(), packed_.end(), Cell{0}));

  Histogram whole;
  if (settings_.columns_tried == 0 && count >= kFewRows) {
    whole = take_histogram();
    count_rows(0, columns_, 1, whole.data());
  }
  consider(0, std::move(whole));
  std::size_t leaves = 1;
  while (!open_.empty() && (settings_.max_leaves == 0 || leaves < settings_.max_leaves)) {
    divide(take_next());
    ++leaves;
  }
  for (Candidate& unsplit : open_) put_back(std::move(unsplit.histogram));
  open_.clear();
  return std::move(tree_);
}

// Puts each sample's weight and weighted gradient into one integer, as finely as there is room for.
void TreeGrower::pack() {
  double gradients = 0;
  double weights = 0;
  bool whole = true;
  for (const Sample& sample : tree_.samples) {
    gradients += std::abs(static_cast<double>(sample.gradient) * static_cast<double>(sample.weight));
    weights += static_cast<double>(sample.weight);
    whole = whole && sample.weight == std::floor(sample.weight);
  }
  const double scale = gradients > 0 ? kGradientRoom / gradients : 1;
  // A weight that is rounded up to 1 takes room too.
  const double room = (kWeightRoom - static_cast<double>(tree_.samples.size())) / weights;
  const double unit = whole && room >= 1 ? 1 : std::min(kFinestWeight, room);
  rule_.least_weight = std::max<Cell>(1, std::llround(settings_.min_leaf * unit));
  rule_.l2 = settings_.l2 * unit;
  packed_.clear();
  for (const Sample& sample : tree_.samples) {
    const auto weight = static_cast<double>(sample.weight);
    packed_.push_back(cell_of(std::llround(static_cast<double>(sample.gradient) * weight * scale),
                              std::max<Cell>(1, std::llround(weight * unit))));
  }
}

// Opens the node as a candidate, if a split of it is found.
void TreeGrower::consider(std::uint32_t node, Histogram histogram) {
  const GrownNode& grown = tree_.nodes[node];
  if (grown.depth < settings_.max_depth && grown.end - grown.begin > 1 && weight_of(sums_[node]) >= 2 * rule_.least_weight) {
    const Split unsplit = rule_.unsplit(sums_[node]);
    const Split best = search(node, histogram, unsplit);
    if (best.found) {
      open_.push_back({.node = node,
                       .gain = best.score / best.divisor - unsplit.score / unsplit.divisor,
                       .split = best,
                       .histogram = std::move(histogram)});
      return;
    }
  }
  put_back(std::move(histogram));
}

Split TreeGrower::search(std::uint32_t node, const Histogram& histogram, const Split& unsplit) {
  Split best = unsplit;
  if (settings_.columns_tried != 0) {
    search_drawn(node, best);
  } else if (!histogram.empty()) {
    search_histogram(node, columns_, histogram.data(), best);
  } else {
    for (const std::uint8_t column : columns_) search_few(node, column, best);
  }
  return best;
}

void TreeGrower::search_drawn(std::uint32_t node, Split& best) {
  const bool few = tree_.nodes[node].end - tree_.nodes[node].begin < kFewRows;
  for (std::size_t begin = 0; begin < columns_.size() && !best.found;) {
    const std::size_t end = std::min<std::size_t>(columns_.size(), begin + settings_.columns_tried);
    for (std::size_t i = begin; i < end; ++i) {
      std::swap(columns_[i], columns_[i + random_->below(static_cast<std::uint32_t>(columns_.size() - i))]);
    }
    const std::span drawn(columns_.data() + begin, end - begin);
    if (few) {
      for (const std::uint8_t column : drawn) search_few(node, column, best);
    } else {
      count_rows(node, drawn, 1, scratch_.data());
      search_histogram(node, drawn, scratch_.data(), best);
      std::fill(scratch_.begin(), scratch_.end(), 0);
    }
    begin = end;
  }
}

void TreeGrower::search_histogram(std::uint32_t node, std::span<const std::uint8_t> columns, const Cell* cells,
                                  Split& best) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    search_cells(rule_, sums_[node], cells + i * kBins, rows_.binning().bins(columns[i]), columns[i], best);
  }
}

void TreeGrower::search_few(std::uint32_t node, std::uint8_t column, Split& best) {
  std::array<std::uint64_t, kBins / kWordBits> taken{};  // a bit for each bin that has rows
  Cell* cells = scratch_.data();
  for (std::uint32_t i = tree_.nodes[node].begin; i < tree_.nodes[node].end; ++i) {
    const std::uint8_t bin = rows_.row(tree_.samples[i].row)[column];
    cells[bin] += packed_[i];
    taken[bin / kWordBits] |= std::uint64_t{1} << bin % kWordBits;
  }
  ColumnSearch search(rule_, sums_[node], cells[kUnknownBin], column, best);
  cells[kUnknownBin] = 0;
  taken[kUnknownBin / kWordBits] &= ~(std::uint64_t{1} << kUnknownBin % kWordBits);
  for (std::size_t word = 0; word < taken.size(); ++word) {
    for (std::uint64_t rest = taken[word]; rest != 0; rest &= rest - 1) {
      const std::size_t bin = word * kWordBits + static_cast<std::size_t>(std::countr_zero(rest));
      search.add(bin, cells[bin]);
      cells[bin] = 0;
    }
  }
  search.finish(rows_.binning().bins(column));
}

TreeGrower::Candidate TreeGrower::take_next() {
  auto next = open_.end() - 1;
  if (settings_.max_leaves != 0) {
    next = std::max_element(open_.begin(), open_.end(), [](const Candidate& a, const Candidate& b) { return a.gain < b.gain; });
  }
  Candidate taken = std::move(*next);
  open_.erase(next);
  return taken;
}

void TreeGrower::divide(Candidate chosen) {
  partition(chosen.node, chosen.split);
  const std::uint32_t left = tree_.nodes[chosen.node].left;
  if (chosen.histogram.empty()) {
    consider(left, {});
    consider(left + 1, {});
    return;
  }
  const auto rows_in = [this](std::uint32_t node) { return tree_.nodes[node].end - tree_.nodes[node].begin; };
  const std::uint32_t smaller = rows_in(left) <= rows_in(left + 1) ? left : left + 1;
  const std::uint32_t larger = smaller == left ? left + 1 : left;
  // The larger child's histogram is what is left of its parent's.
  Histogram of_smaller;
  if (rows_in(smaller) < kFewRows) {
    count_rows(smaller, columns_, -1, chosen.histogram.data());
  } else {
    of_smaller = take_histogram();
    count_rows(smaller, columns_, 1, of_smaller.data());
    for (std::size_t i = 0; i < of_smaller.size(); ++i) chosen.histogram[i] -= of_smaller[i];
  }
  if (rows_in(larger) < kFewRows) {
    put_back(std::move(chosen.histogram));
    chosen.histogram = {};
  }
  consider(smaller, std::move(of_smaller));
  consider(larger, std::move(chosen.histogram));
}

// Moves the node's samples so that those of the left child come first, each side in its old order, and adds the children.
void TreeGrower::partition(std::uint32_t node, const Split& split) {
  const GrownNode parent = tree_.nodes[node];
  std::uint32_t left = parent.begin;
  std::uint32_t right = 0;
  Cell left_sum = 0;
  for (std::uint32_t i = parent.begin; i < parent.end; ++i) {
    __builtin_prefetch(rows_.row(tree_.samples[std::min(i + kAhead, parent.end - 1)].row) + split.column);
    const Sample sample = tree_.samples[i];
    const Cell cell = packed_[i];
    const std::uint8_t bin = rows_.row(sample.row)[split.column];
    const bool to_left = bin <= split.bin || (split.unknown_left && bin == kUnknownBin);
    // Written to both sides, as a branch here would be mispredicted half the time.
    tree_.samples[left] = sample;
    packed_[left] = cell;
    right_samples_[right] = sample;
    right_packed_[right] = cell;
    left += to_left ? 1 : 0;
    right += to_left ? 0 : 1;
    left_sum += to_left ? cell : 0;
  }
  std::copy_n(right_samples_.begin(), right, tree_.samples.begin() + left);
  std::copy_n(right_packed_.begin(), right, packed_.begin() + left);

  GrownNode& divided = tree_.nodes[node];
  divided.left = static_cast<std::uint32_t>(tree_.nodes.size());
  divided.column = split.column;
  divided.bin = split.bin;
  divided.unknown_left = split.unknown_left;
  tree_.nodes.push_back({.depth = parent.depth + 1, .begin = parent.begin, .end = left});
  tree_.nodes.push_back({.depth = parent.depth + 1, .begin = left, .end = parent.end});
  sums_.push_back(left_sum);
  sums_.push_back(sums_[node] - left_sum);
}

// Adds the node's rows, times `sign`, to the cells of the columns.
void TreeGrower::count_rows(std::uint32_t node, std::span<const std::uint8_t> columns, Cell sign, Cell* cells) const {
  const std::uint32_t last = tree_.nodes[node].end;
  for (std::uint32_t i = tree_.nodes[node].begin; i < last; ++i) {
    __builtin_prefetch(rows_.row(tree_.samples[std::min(i + kAhead, last - 1)].row));
    const std::uint8_t* bins = rows_.row(tree_.samples[i].row);
    const Cell cell = packed_[i] * sign;
    for (std::size_t k = 0; k < columns.size(); ++k) cells[k * kBins + bins[columns[k]]] += cell;
  }
}

TreeGrower::Histogram TreeGrower::take_histogram() {
  if (spare_.empty()) return Histogram(columns_.size() * kBins, 0);
  Histogram taken = std::move(spare_.back());
  spare_.pop_back();
  taken.assign(columns_.size() * kBins, 0);
  return taken;
}

void TreeGrower::put_back(Histogram histogram) {
  if (!histogram.empty()) spare_.push_back(std::move(histogram));
}

}  // namespace stint::learn
