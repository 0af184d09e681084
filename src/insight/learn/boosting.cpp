#include "insight/learn/boosting.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "insight/learn/loss.hpp"

namespace stint::learn {
namespace {

// Boosting while it runs: the answers so far, and what they cost.
class Training {
 public:
  Training(const Rows& rows, std::span<const float> target, std::span<const float> weight, const BoostingSettings& settings)
      : settings_(settings),
        target_(target),
        weight_(weight),
        loss_(settings.loss, settings.quantile),
        binned_(rows, Binning::of(rows, settings.max_bins)),
        grower_(binned_, {.max_depth = settings.max_depth,
                          .max_leaves = settings.max_leaves,
                          .min_leaf = settings.min_leaf,
                          .l2 = settings.l2}),
        random_(settings.seed),
        held_out_(rows.count(), false) {
    for (const std::uint32_t row : settings.held_out) held_out_[row] = true;
    std::vector<std::pair<float, float>> known;
    for (std::uint32_t row = 0; row < target.size(); ++row) {
      if (!held_out_[row]) known.emplace_back(target[row], weight_of(row));
    }
    begin_ = static_cast<float>(loss_.best_constant(known, 0));
    answers_.assign(target.size(), begin_);
  }

  [[nodiscard]] float begin() const { return begin_; }
  [[nodiscard]] const Binning& binning() const { return binned_.binning(); }

  // One tree more, and each of its nodes' value; a leaf's is what is added to the answers of its rows.
  std::pair<GrownTree, std::vector<float>> grow() {
    std::pair<GrownTree, std::vector<float>> grown;
    grown.first = grower_.grow(draw_rows(), draw_columns(), random_);
    const GrownTree& tree = grown.first;
    grown.second.assign(tree.nodes.size(), 0);
    for (std::size_t node = 0; node < tree.nodes.size(); ++node) {
      if (tree.nodes[node].left == 0) grown.second[node] = value_of(tree, tree.nodes[node]);
    }
    for (std::uint32_t row = 0; row < answers_.size(); ++row) answers_[row] += grown.second[tree.leaf_of(binned_.row(row))];
    return grown;
  }

  [[nodiscard]] double held_out_cost() const {
    double cost = 0;
    for (const std::uint32_t row : settings_.held_out) {
      cost += static_cast<double>(weight_of(row)) *
              loss_.cost(static_cast<double>(target_[row]) - static_cast<double>(answers_[row]));
    }
    return cost;
  }

 private:
  [[nodiscard]] float weight_of(std::uint32_t row) const { return weight_.empty() ? 1.0F : weight_[row]; }

  std::vector<Sample> draw_rows() {
    std::vector<Sample> samples;
    samples.reserve(target_.size());
    for (std::uint32_t row = 0; row < target_.size(); ++row) {
      if (held_out_[row] || (settings_.row_share < 1 && random_.uniform() >= settings_.row_share)) continue;
      const double residual = static_cast<double>(target_[row]) - static_cast<double>(answers_[row]);
      samples.push_back({.row = row, .gradient = static_cast<float>(loss_.gradient(residual)), .weight = weight_of(row)});
    }
    if (samples.empty()) {  // a small share of few rows
      const auto row = static_cast<std::uint32_t>(std::find(held_out_.begin(), held_out_.end(), false) - held_out_.begin());
      samples.push_back({.row = row});
    }
    return samples;
  }

  std::vector<std::uint8_t> draw_columns() {
    std::vector<std::uint8_t> columns(binning().columns());
    std::iota(columns.begin(), columns.end(), std::uint8_t{0});
    const auto wanted = static_cast<std::size_t>(std::ceil(settings_.column_share * static_cast<double>(columns.size())));
    if (wanted >= columns.size()) return columns;
    for (std::size_t i = 0; i < wanted; ++i)
      std::swap(columns[i], columns[i + random_.below(static_cast<std::uint32_t>(columns.size() - i))]);
    columns.resize(std::max<std::size_t>(1, wanted));
    return columns;
  }

  float value_of(const GrownTree& tree, const GrownNode& leaf) {
    residuals_.clear();
    for (std::uint32_t i = leaf.begin; i < leaf.end; ++i) {
      const Sample& sample = tree.samples[i];
      residuals_.emplace_back(target_[sample.row] - answers_[sample.row], sample.weight);
    }
    return static_cast<float>(settings_.shrinkage * loss_.best_constant(residuals_, settings_.l2));
  }

  const BoostingSettings& settings_;
  std::span<const float> target_;
  std::span<const float> weight_;
  LossOf loss_;
  BinnedRows binned_;
  TreeGrower grower_;
  Random random_;
  std::vector<bool> held_out_;
  float begin_ = 0;
  std::vector<float> answers_;
  std::vector<std::pair<float, float>> residuals_;
};

}  // namespace

Boosting Boosting::fit(const Rows& rows, std::span<const float> target, std::span<const float> weight,
                       const BoostingSettings& settings, const Progress& progress) {
  Training training(rows, target, weight, settings);
  Boosting model;
  model.trees_ = Trees(rows.columns);
  model.begin_ = training.begin();
  double least_cost = training.held_out_cost();
  std::size_t best_count = 0;
  for (unsigned tree = 0; tree < settings.trees; ++tree) {
    const auto [grown, values] = training.grow();
    for (const std::uint32_t leaf : model.trees_.add(grown, training.binning())) model.values_.push_back(values[leaf]);
    if (!settings.held_out.empty()) {
      const double cost = training.held_out_cost();
      if (cost < least_cost) {
        least_cost = cost;
        best_count = model.trees_.count();
      } else if (model.trees_.count() - best_count >= settings.patience) {
        break;
      }
    }
    if (progress && !progress(static_cast<double>(tree + 1) / settings.trees)) break;
  }
  if (!settings.held_out.empty()) model.trees_.keep(best_count);
  model.values_.resize(model.trees_.leaves());
  return model;
}

double Boosting::predict(const AskedRow& row) const {
  auto sum = static_cast<double>(begin_);
  trees_.for_each_leaf(row, [&](std::uint32_t leaf) { sum += static_cast<double>(values_[leaf]); });
  return sum;
}

// What is said before any tree; the trees; their leaves' values.
void Boosting::write(ByteWriter& out) const {
  out.put(begin_);
  trees_.write(out);
  for (const float value : values_) out.put(value);
}

Boosting Boosting::read(ByteReader& in) {
  Boosting model;
  model.begin_ = in.take<float>();
  model.trees_ = Trees::read(in);
  ByteReader values(in.take_bytes(sizeof(float) * model.trees_.leaves()));
  while (!values.finished()) model.values_.push_back(values.take<float>());
  return in.complete() ? model : Boosting();
}

}  // namespace stint::learn
