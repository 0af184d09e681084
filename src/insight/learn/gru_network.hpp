// The arithmetic of a gated recurrent unit (Cho et al. 2014, in the form whose reset gate acts after the product), with one
// number as its answer after the last step: forward, and back through time. A template, so that the test can compare its
// gradient with differences in double precision, while learning runs in single.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>
#include <vector>

#include "insight/learn/loss.hpp"

namespace stint::learn {

struct GruShape {
  Eigen::Index inputs = 0;  // numbers a step
  Eigen::Index hidden = 0;

  [[nodiscard]] Eigen::Index parameters() const { return 3 * hidden * (inputs + hidden + 1) + 2 * hidden + 1; }
};

template <class Scalar>
class GruNetwork {
 public:
  using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
  using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
  using Row = Eigen::Matrix<Scalar, 1, Eigen::Dynamic>;

  explicit GruNetwork(GruShape shape) : shape_(shape), parameters_(Vector::Zero(shape.parameters())) {}

  [[nodiscard]] GruShape shape() const { return shape_; }
  // For each gate (update, reset, candidate) weights of the inputs, then of the state, then biases; the candidate's bias of the
  // state; the answer's weights and bias.
  Vector& parameters() { return parameters_; }
  [[nodiscard]] const Vector& parameters() const { return parameters_; }

  // `steps`: of each step inputs x sequences. The answers of the sequences.
  Row forward(const std::vector<Matrix>& steps) {
    const Eigen::Index hidden = shape_.hidden;
    const Eigen::Index count = steps.front().cols();
    trace_.resize(steps.size());
    state_ = Matrix::Zero(hidden, count);
    for (std::size_t t = 0; t < steps.size(); ++t) {
      Step& step = trace_[t];
      step.before = state_;
      const Matrix from_input = (input_weights() * steps[t]).colwise() + biases();
      const Matrix from_state = state_weights() * state_;
      step.gates = (from_input.topRows(2 * hidden) + from_state.topRows(2 * hidden)).array().logistic();
      step.recalled = from_state.bottomRows(hidden).colwise() + state_bias();
      step.candidate =
          (from_input.bottomRows(hidden).array() + step.gates.bottomRows(hidden).array() * step.recalled.array()).tanh();
      const auto keep = step.gates.topRows(hidden).array();
      state_ = (step.candidate.array() + keep * (state_ - step.candidate).array()).matrix();
    }
    return (answer_weights().transpose() * state_).array() + parameters_(parameters_.size() - 1);
  }

  // The mean cost, weighted, of the answers to `steps`, and its gradient by each parameter. No weights: all are 1.
  double cost_and_gradient(const std::vector<Matrix>& steps, std::span<const Scalar> target, std::span<const Scalar> weight,
                           const LossOf& loss, Vector& gradient) {
    const Row answers = forward(steps);
    double cost = 0;
    double weights = 0;
    Row slope(answers.size());
    for (Eigen::Index i = 0; i < answers.size(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      const double own = weight.empty() ? 1 : static_cast<double>(weight[at]);
      const double residual = static_cast<double>(target[at]) - static_cast<double>(answers(i));
      cost += own * loss.cost(residual);
      slope(i) = static_cast<Scalar>(-own * loss.gradient(residual));
      weights += own;
    }
    slope /= static_cast<Scalar>(weights);
    backward(steps, slope, gradient);
    return cost / weights;
  }

 private:
  struct Step {
    Matrix before;    // the state
    Matrix gates;     // update over reset
    Matrix recalled;  // what the candidate is told of the state, before the reset gate
    Matrix candidate;
  };
  using Weights = Eigen::Map<Matrix>;
  using Biases = Eigen::Map<Vector>;

  // The same places in the parameters and in their gradient.
  [[nodiscard]] Weights input_weights_of(Vector& all) const { return {all.data(), 3 * shape_.hidden, shape_.inputs}; }
  [[nodiscard]] Weights state_weights_of(Vector& all) const {
    return {all.data() + 3 * shape_.hidden * shape_.inputs, 3 * shape_.hidden, shape_.hidden};
  }
  [[nodiscard]] Biases biases_of(Vector& all) const {
    return {all.data() + 3 * shape_.hidden * (shape_.inputs + shape_.hidden), 3 * shape_.hidden};
  }
  [[nodiscard]] Biases state_bias_of(Vector& all) const { return {biases_of(all).data() + 3 * shape_.hidden, shape_.hidden}; }
  [[nodiscard]] Biases answer_weights_of(Vector& all) const {
    return {state_bias_of(all).data() + shape_.hidden, shape_.hidden};
  }
  Weights input_weights() { return input_weights_of(parameters_); }
  Weights state_weights() { return state_weights_of(parameters_); }
  Biases biases() { return biases_of(parameters_); }
  Biases state_bias() { return state_bias_of(parameters_); }
  Biases answer_weights() { return answer_weights_of(parameters_); }

  // `slope`: how the cost grows with each answer.
  void backward(const std::vector<Matrix>& steps, const Row& slope, Vector& gradient) {
    const Eigen::Index hidden = shape_.hidden;
    gradient = Vector::Zero(parameters_.size());
    answer_weights_of(gradient) = state_ * slope.transpose();
    gradient(gradient.size() - 1) = slope.sum();
    Matrix by_state = answer_weights() * slope;
    Matrix by_input_sums(3 * hidden, slope.size());
    Matrix by_state_sums(3 * hidden, slope.size());
    for (std::size_t t = steps.size(); t-- > 0;) {
      const Step& step = trace_[t];
      const auto update = step.gates.topRows(hidden).array();
      const auto reset = step.gates.bottomRows(hidden).array();
      const auto candidate = step.candidate.array();
      const auto by_candidate = (by_state.array() * (1 - update) * (1 - candidate.square())).eval();
      by_input_sums.topRows(hidden) = (by_state.array() * (step.before.array() - candidate) * update * (1 - update)).matrix();
      by_input_sums.middleRows(hidden, hidden) = (by_candidate * step.recalled.array() * reset * (1 - reset)).matrix();
      by_input_sums.bottomRows(hidden) = by_candidate.matrix();
      by_state_sums.topRows(2 * hidden) = by_input_sums.topRows(2 * hidden);
      by_state_sums.bottomRows(hidden) = (by_candidate * reset).matrix();

      input_weights_of(gradient).noalias() += by_input_sums * steps[t].transpose();
      biases_of(gradient) += by_input_sums.rowwise().sum();
      state_weights_of(gradient).noalias() += by_state_sums * step.before.transpose();
      state_bias_of(gradient) += by_state_sums.bottomRows(hidden).rowwise().sum();
      by_state = (by_state.array() * update).matrix() + state_weights().transpose() * by_state_sums;
    }
  }

  GruShape shape_;
  Vector parameters_;
  std::vector<Step> trace_;
  Matrix state_;
};

}  // namespace stint::learn
