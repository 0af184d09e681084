#include "insight/learn/gru.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "insight/learn/random.hpp"

namespace stint::learn {
namespace {

// Numbers further than this from the mean, in deviations, count as this far: sums stay in reach of the gates.
constexpr float kReach = 5;
constexpr float kLongestStep = 1;  // of the gradient
constexpr double kLastRate = 0.05;
constexpr std::uint32_t kAskedAtOnce = 1'024;
constexpr std::size_t kMostHidden = 1'024;

// Mean and deviation of what is known.
class Spread {
 public:
  void add(float value) {
    if (std::isnan(value)) return;
    const auto number = static_cast<double>(value);
    ++count_;
    const double off = number - mean_;
    mean_ += off / count_;
    squares_ += off * (number - mean_);
  }
  [[nodiscard]] float mean() const { return static_cast<float>(mean_); }
  [[nodiscard]] float deviation() const {
    const double deviation = count_ > 1 ? std::sqrt(squares_ / count_) : 0;
    return deviation > 0 ? static_cast<float>(deviation) : 1.0F;
  }

 private:
  double count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

class Adam {
 public:
  explicit Adam(Eigen::Index size) : first_(Eigen::VectorXf::Zero(size)), second_(Eigen::VectorXf::Zero(size)) {}

  void step(Eigen::VectorXf& parameters, Eigen::VectorXf& gradient, double rate) {
    constexpr float kFirst = 0.9F;
    constexpr float kSecond = 0.999F;
    constexpr float kLeast = 1e-8F;
    const float length = gradient.norm();
    if (length > kLongestStep) gradient *= kLongestStep / length;
    ++steps_;
    first_ = kFirst * first_ + (1 - kFirst) * gradient;
    second_ = kSecond * second_ + (1 - kSecond) * gradient.cwiseAbs2();
    const double first_share = 1 - std::pow(static_cast<double>(kFirst), steps_);
    const double second_share = 1 - std::pow(static_cast<double>(kSecond), steps_);
    const auto scaled = static_cast<float>(rate * std::sqrt(second_share) / first_share);
    parameters.array() -= scaled * first_.array() / (second_.array().sqrt() + kLeast);
  }

 private:
  Eigen::VectorXf first_;
  Eigen::VectorXf second_;
  int steps_ = 0;
};

}  // namespace

Gru Gru::fit(const Rows& rows, std::span<const float> target, std::span<const float> weight, const GruSettings& settings,
             const Progress& progress) {
  Gru model;
  model.columns_ = rows.columns;
  model.steps_ = settings.steps;
  model.layout_ = settings.layout;
  for (std::size_t column = 0; settings.layout.empty() && column < rows.columns; ++column)
    model.layout_.push_back(static_cast<std::uint8_t>(column));
  model.measure(rows, target);
  model.network_ = model.fresh_network(settings.seed, settings.hidden);
  const LossOf loss(settings.loss, settings.quantile);

  std::vector<bool> held_out(rows.count(), false);
  for (const std::uint32_t row : settings.held_out) held_out[row] = true;
  std::vector<std::uint32_t> order;
  for (std::uint32_t row = 0; row < rows.count(); ++row) {
    if (!held_out[row]) order.push_back(row);
  }
  Random random(settings.seed);
  Adam adam(model.network_.parameters().size());
  Eigen::VectorXf gradient;
  Eigen::VectorXf best = model.network_.parameters();
  double least_cost = std::numeric_limits<double>::infinity();
  for (unsigned epoch = 0; epoch < settings.epochs; ++epoch) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
    const double rate = settings.rate * (1 - (1 - kLastRate) * epoch / std::max(1U, settings.epochs - 1));
    for (std::size_t begin = 0; begin < order.size(); begin += settings.batch) {
      const std::span batch(order.data() + begin, std::min<std::size_t>(settings.batch, order.size() - begin));
      std::vector<float> wanted;
      std::vector<float> weights;
      for (const std::uint32_t row : batch) {
        wanted.push_back((target[row] - model.target_middle_) / model.target_spread_);
        if (!weight.empty()) weights.push_back(weight[row]);
      }
      model.network_.cost_and_gradient(model.sequences(rows, batch), wanted, weights, loss, gradient);
      adam.step(model.network_.parameters(), gradient, rate);
    }
    double cost = 0;
    for (std::size_t begin = 0; begin < settings.held_out.size(); begin += kAskedAtOnce) {
      const std::span asked(settings.held_out.data() + begin,
                            std::min<std::size_t>(kAskedAtOnce, settings.held_out.size() - begin));
      const Network::Row answers = model.network_.forward(model.sequences(rows, asked));
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const float wanted = (target[asked[i]] - model.target_middle_) / model.target_spread_;
        cost += static_cast<double>(weight.empty() ? 1.0F : weight[asked[i]]) *
                loss.cost(static_cast<double>(wanted - answers(static_cast<Eigen::Index>(i))));
      }
    }
    if (settings.held_out.empty() || cost < least_cost) {
      least_cost = cost;
      best = model.network_.parameters();
    }
    if (progress && !progress(static_cast<double>(epoch + 1) / settings.epochs)) break;
  }
  model.network_.parameters() = best;
  return model;
}

// Means and deviations, by which all numbers are brought to one scale.
void Gru::measure(const Rows& rows, std::span<const float> target) {
  const std::size_t inputs = layout_.size() / steps_;
  std::vector<Spread> spreads(inputs);
  for (std::size_t row = 0; row < rows.count(); ++row) {
    for (std::size_t i = 0; i < layout_.size(); ++i) spreads[i % inputs].add(rows.row(row)[layout_[i]]);
  }
  for (const Spread& spread : spreads) {
    middle_.push_back(spread.mean());
    spread_.push_back(spread.deviation());
  }
  Spread of_target;
  for (const float value : target) of_target.add(value);
  target_middle_ = of_target.mean();
  target_spread_ = of_target.deviation();
}

// Weights that keep sums near 1 (Glorot, Bengio 2010).
Gru::Network Gru::fresh_network(std::uint64_t seed, unsigned hidden) const {
  // One input more than numbers: whether the step is there at all.
  Network network({.inputs = static_cast<Eigen::Index>(middle_.size() + 1), .hidden = static_cast<Eigen::Index>(hidden)});
  Random random(seed);
  const double reach = std::sqrt(3.0 / static_cast<double>(middle_.size() + hidden));
  for (float& parameter : network.parameters()) parameter = static_cast<float>((2 * random.uniform() - 1) * reach);
  return network;
}

void Gru::place(std::span<const float> row, Eigen::Index sequence, Steps& steps) const {
  const std::size_t inputs = middle_.size();
  for (std::size_t t = 0; t < steps_; ++t) {
    bool any_known = false;
    for (std::size_t i = 0; i < inputs; ++i) {
      const float number = row[layout_[t * inputs + i]];
      const bool known = !std::isnan(number);
      any_known = any_known || known;
      steps[t](static_cast<Eigen::Index>(i), sequence) =
          known ? std::clamp((number - middle_[i]) / spread_[i], -kReach, kReach) : 0.0F;
    }
    steps[t](static_cast<Eigen::Index>(inputs), sequence) = any_known ? 1.0F : 0.0F;
  }
}

Gru::Steps Gru::sequences(const Rows& rows, std::span<const std::uint32_t> numbers) const {
  Steps steps(steps_,
              Network::Matrix(static_cast<Eigen::Index>(middle_.size() + 1), static_cast<Eigen::Index>(numbers.size())));
  for (std::size_t i = 0; i < numbers.size(); ++i) place(rows.row(numbers[i]), static_cast<Eigen::Index>(i), steps);
  return steps;
}

double Gru::predict(std::span<const float> row) const {
  Steps steps(steps_, Network::Matrix(static_cast<Eigen::Index>(middle_.size() + 1), 1));
  place(row, 0, steps);
  Network network = network_;  // forward keeps its trace in it
  return static_cast<double>(target_middle_) +
         static_cast<double>(target_spread_) * static_cast<double>(network.forward(steps)(0));
}

// Columns, steps, layout, means and deviations, the target's, hidden units, parameters.
void Gru::write(ByteWriter& out) const {
  out.put(static_cast<std::uint8_t>(columns_));
  out.put(static_cast<std::uint16_t>(steps_));
  out.put_all(std::span<const std::uint8_t>(layout_));
  out.put_all(std::span<const float>(middle_));
  out.put_all(std::span<const float>(spread_));
  out.put(target_middle_);
  out.put(target_spread_);
  out.put(static_cast<std::uint16_t>(network_.shape().hidden));
  out.put_all(std::span<const float>(network_.parameters().data(), static_cast<std::size_t>(network_.parameters().size())));
}

Gru Gru::read(ByteReader& in) {
  Gru model;
  model.columns_ = in.take<std::uint8_t>();
  model.steps_ = in.take<std::uint16_t>();
  model.layout_ = in.take_all<std::uint8_t>();
  model.middle_ = in.take_all<float>();
  model.spread_ = in.take_all<float>();
  model.target_middle_ = in.take<float>();
  model.target_spread_ = in.take<float>();
  const std::size_t hidden = in.take<std::uint16_t>();
  const std::vector<float> parameters = in.take_all<float>();
  const GruShape shape{.inputs = static_cast<Eigen::Index>(model.middle_.size() + 1),
                       .hidden = static_cast<Eigen::Index>(hidden)};
  const bool within =
      std::all_of(model.layout_.begin(), model.layout_.end(), [&](std::uint8_t column) { return column < model.columns_; });
  const bool sound = within && model.layout_.size() == model.steps_ * model.middle_.size() && model.steps_ > 0 && hidden > 0 &&
                     hidden <= kMostHidden && !model.middle_.empty() && model.spread_.size() == model.middle_.size() &&
                     parameters.size() == static_cast<std::size_t>(shape.parameters());
  if (!sound) in.refuse();
  if (!in.complete()) return {};
  model.network_ = Network(shape);
  std::copy(parameters.begin(), parameters.end(), model.network_.parameters().data());
  return model;
}

}  // namespace stint::learn
