#include "insight/learn/forest.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace stint::learn {
namespace {

constexpr unsigned kMaxLeafSamples = 64;

std::vector<Sample> draw_rows(std::span<const float> target, std::span<const float> weight, double mean, bool bootstrap,
                              Random& random) {
  const auto count = static_cast<std::uint32_t>(target.size());
  std::vector<std::uint16_t> drawn(count, bootstrap ? 0 : 1);
  for (std::uint32_t i = 0; bootstrap && i < count; ++i) ++drawn[random.below(count)];
  std::vector<Sample> samples;
  samples.reserve(count);
  for (std::uint32_t row = 0; row < count; ++row) {
    if (drawn[row] == 0) continue;
    const float own = weight.empty() ? 1.0F : weight[row];
    samples.push_back({.row = row,
                       .gradient = static_cast<float>(static_cast<double>(target[row]) - mean),
                       .weight = own * static_cast<float>(drawn[row])});
  }
  return samples;
}

// Half precision on the way to a file and back; also while training, so that a model answers the same before and after.
float halved(float value) { return static_cast<float>(Eigen::half(value)); }

double sum_of(std::span<const float> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

Forest Forest::fit(const Rows& rows, std::span<const float> target, std::span<const float> weight,
                   const ForestSettings& settings, const Progress& progress) {
  Forest forest;
  forest.trees_ = Trees(rows.columns);
  forest.leaf_samples_ = std::min(settings.leaf_samples, kMaxLeafSamples);
  forest.choose_levels(target);
  std::vector<std::uint8_t> levels;
  for (const float value : target) levels.push_back(forest.level_of(value));

  const BinnedRows binned(rows, Binning::of(rows));
  const unsigned third = std::max(1U, static_cast<unsigned>(rows.columns / 3));
  TreeGrower grower(binned, {.max_depth = settings.max_depth,
                             .min_leaf = settings.min_leaf,
                             .columns_tried = settings.columns_tried == 0 ? third : settings.columns_tried});
  std::vector<std::uint8_t> columns(rows.columns);
  std::iota(columns.begin(), columns.end(), std::uint8_t{0});
  for (unsigned tree = 0; tree < settings.trees; ++tree) {
    Random random(settings.seed * 0x100000001B3U + tree);  // a tree is the same however many there are
    auto samples = draw_rows(target, weight, static_cast<double>(forest.center_), settings.bootstrap, random);
    const GrownTree grown = grower.grow(std::move(samples), columns, random);
    forest.keep_leaves(grown, forest.trees_.add(grown, binned.binning()), levels);
    if (progress && !progress(static_cast<double>(tree + 1) / settings.trees)) break;
  }
  return forest;
}

// The middle of all targets, their reach, and the levels that leaves tell targets apart by.
void Forest::choose_levels(std::span<const float> target) {
  center_ = static_cast<float>(sum_of(target) / static_cast<double>(target.size()));
  const auto [least, largest] = std::minmax_element(target.begin(), target.end());
  scale_ = std::max(*largest - center_, center_ - *least);
  if (scale_ <= 0) scale_ = 1;
  std::vector<float> sorted(target.begin(), target.end());
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t level = 0; level < kLevels; ++level) {
    levels_.push_back(sorted[level * (sorted.size() - 1) / (kLevels - 1)]);
  }
}

// The nearest.
std::uint8_t Forest::level_of(float target) const {
  const auto above = std::lower_bound(levels_.begin(), levels_.end(), target);
  if (above == levels_.begin()) return 0;
  const auto below = above - 1;
  const bool nearer_above = above != levels_.end() && *above - target < target - *below;
  return static_cast<std::uint8_t>((nearer_above ? above : below) - levels_.begin());
}

void Forest::keep_leaves(const GrownTree& grown, std::span<const std::uint32_t> leaves, std::span<const std::uint8_t> levels) {
  for (const std::uint32_t leaf : leaves) {
    const GrownNode& node = grown.nodes[leaf];
    std::array<float, kLevels> weight_at{};
    double sum = 0;
    double weight = 0;
    for (std::uint32_t i = node.begin; i < node.end; ++i) {
      const Sample& sample = grown.samples[i];
      sum += static_cast<double>(sample.gradient) * static_cast<double>(sample.weight);
      weight += static_cast<double>(sample.weight);
      weight_at[levels[sample.row]] += sample.weight;
    }
    values_.push_back(halved(static_cast<float>(sum / weight) / scale_));
    double below = 0;
    std::size_t level = 0;
    for (unsigned i = 0; i < leaf_samples_; ++i) {
      const double wanted = (i + 0.5) / leaf_samples_ * weight;
      while (level + 1 < kLevels && below + static_cast<double>(weight_at[level]) < wanted)
        below += static_cast<double>(weight_at[level++]);
      samples_.push_back(static_cast<std::uint8_t>(level));
    }
  }
}

double Forest::predict(std::span<const float> row) const {
  double sum = 0;
  trees_.for_each_leaf(AskedRow(row), [&](std::uint32_t leaf) { sum += static_cast<double>(values_[leaf]); });
  return static_cast<double>(center_) + static_cast<double>(scale_) * sum / static_cast<double>(trees_.count());
}

double Forest::quantile(std::span<const float> row, double q) const {
  double value = 0;
  quantiles(row, std::span(&q, 1), std::span(&value, 1));
  return value;
}

void Forest::quantiles(const AskedRow& row, std::span<const double> q, std::span<double> into) const {
  std::fill(into.begin(), into.end(), std::numeric_limits<double>::quiet_NaN());
  if (leaf_samples_ == 0) return;
  std::array<std::uint32_t, kLevels> at{};
  trees_.for_each_leaf(row, [&](std::uint32_t leaf) {
    for (unsigned i = 0; i < leaf_samples_; ++i) ++at[samples_[static_cast<std::size_t>(leaf) * leaf_samples_ + i]];
  });
  const auto all = static_cast<double>(trees_.count() * leaf_samples_);
  for (std::size_t i = 0; i < q.size(); ++i) {
    // Each level stands for the middle of its own answers; between two of them the quantile moves evenly.
    const double wanted = q[i] * all;
    double below = 0;
    double position_before = 0;
    double value_before = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t level = 0; level < kLevels; ++level) {
      if (at[level] == 0) continue;
      const double position = below + at[level] / 2.0;
      const auto value = static_cast<double>(levels_[level]);
      into[i] = value;
      if (position >= wanted) {
        if (!std::isnan(value_before))
          into[i] = value_before + (value - value_before) * (wanted - position_before) / (position - position_before);
        break;
      }
      below += at[level];
      position_before = position;
      value_before = value;
    }
  }
}

// The trees; center and scale; the leaves' values in half precision; leaf samples, levels and the leaves' levels.
void Forest::write(ByteWriter& out) const {
  trees_.write(out);
  out.put(center_);
  out.put(scale_);
  for (const float value : values_) out.put(Eigen::numext::bit_cast<std::uint16_t>(Eigen::half(value)));
  out.put(static_cast<std::uint8_t>(leaf_samples_));
  if (leaf_samples_ == 0) return;
  for (const float level : levels_) out.put(level);
  for (const std::uint8_t sample : samples_) out.put(sample);
}

Forest Forest::read(ByteReader& in) {
  Forest forest;
  forest.trees_ = Trees::read(in);
  forest.center_ = in.take<float>();
  forest.scale_ = in.take<float>();
  const std::string_view values = in.take_bytes(2 * forest.trees_.leaves());
  ByteReader halves(values);
  while (!halves.finished()) {
    forest.values_.push_back(static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(halves.take<std::uint16_t>())));
  }
  forest.leaf_samples_ = in.take<std::uint8_t>();
  if (forest.leaf_samples_ > kMaxLeafSamples) in.refuse();
  if (forest.leaf_samples_ != 0 && in.complete()) {
    for (std::size_t level = 0; level < kLevels; ++level) forest.levels_.push_back(in.take<float>());
    const std::string_view samples = in.take_bytes(forest.trees_.leaves() * forest.leaf_samples_);
    forest.samples_.assign(samples.begin(), samples.end());
  }
  if (forest.trees_.count() == 0) in.refuse();
  return in.complete() ? forest : Forest();
}

}  // namespace stint::learn
