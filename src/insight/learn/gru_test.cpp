#include "insight/learn/gru.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "insight/learn/made_up_rows.hpp"

namespace stint::learn {
namespace {

using Network = GruNetwork<double>;

std::vector<Network::Matrix> some_steps(Random& random, Eigen::Index inputs, Eigen::Index count) {
  std::vector<Network::Matrix> steps(4, Network::Matrix(inputs, count));
  for (Network::Matrix& step : steps) {
    for (Eigen::Index i = 0; i < step.size(); ++i) step.data()[i] = normal(random);
  }
  return steps;
}

class GradientOfGru : public testing::TestWithParam<Loss> {};

TEST_P(GradientOfGru, IsWhatSmallStepsOfEachParameterShow) {
  Random random(40);
  Network network({.inputs = 3, .hidden = 5});
  for (double& parameter : network.parameters()) parameter = 0.6 * normal(random);
  const std::vector<Network::Matrix> steps = some_steps(random, 3, 7);
  const std::vector<double> target{0.3, -1.2, 0.8, 2.0, -0.4, 0.1, 1.1};
  const std::vector<double> weight{1, 2, 0.5, 1, 1, 3, 1};
  const LossOf loss(GetParam(), 0.2);
  Network::Vector gradient;
  network.cost_and_gradient(steps, target, weight, loss, gradient);
  ASSERT_EQ(gradient.size(), network.shape().parameters());
  Network::Vector unused;
  for (Eigen::Index i = 0; i < gradient.size(); ++i) {
    constexpr double kStep = 1e-6;
    const double at = network.parameters()(i);
    network.parameters()(i) = at + kStep;
    const double above = network.cost_and_gradient(steps, target, weight, loss, unused);
    network.parameters()(i) = at - kStep;
    const double below = network.cost_and_gradient(steps, target, weight, loss, unused);
    network.parameters()(i) = at;
    EXPECT_NEAR(gradient(i), (above - below) / (2 * kStep), 1e-7) << "parameter " << i << " of " << gradient.size();
  }
}

INSTANTIATE_TEST_SUITE_P(OfEachLoss, GradientOfGru, testing::Values(Loss::squared, Loss::absolute, Loss::quantile));

// The answer is the number that was marked, however long ago: no mean of the columns can say it.
MadeUpRows remembered(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  MadeUpRows made{.rows = {.columns = 8}};
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t marked = random.below(4);
    for (std::uint32_t step = 0; step < 4; ++step) {
      const auto number = static_cast<float>(normal(random));
      if (step == marked) made.target.push_back(100 + 10 * number);
      made.rows.values.push_back(number);
      made.rows.values.push_back(step == marked ? 1.0F : 0.0F);
    }
  }
  return made;
}

TEST(Gru, RemembersWhatMattersOverSteps) {
  const MadeUpRows made = remembered(4'000, 41);
  const MadeUpRows unseen = remembered(500, 42);
  GruSettings settings{.steps = 4, .hidden = 16, .epochs = 20, .batch = 64, .rate = 0.01};
  for (std::uint32_t row = 3'500; row < 4'000; ++row) settings.held_out.push_back(row);
  const Gru model = Gru::fit(made.rows, made.target, {}, settings);
  double error = 0;
  for (std::size_t row = 0; row < 500; ++row)
    error += std::abs(model.predict(unseen.rows.row(row)) - static_cast<double>(unseen.target[row])) / 500;
  EXPECT_LT(error, 1.0);  // always saying 100 is wrong by 8
}

TEST(Gru, AnswersTheSameAfterBeingWrittenAndReadAndForTheSameSeed) {
  const MadeUpRows made = remembered(300, 43);
  const GruSettings settings{.steps = 4, .hidden = 6, .epochs = 2};
  const Gru model = Gru::fit(made.rows, made.target, {}, settings);
  ByteWriter out;
  model.write(out);
  ByteReader in(out.bytes());
  const Gru again = Gru::read(in);
  ASSERT_TRUE(in.finished());
  const Gru anew = Gru::fit(made.rows, made.target, {}, settings);
  for (std::size_t row = 0; row < made.rows.count(); ++row) {
    ASSERT_EQ(model.predict(made.rows.row(row)), again.predict(made.rows.row(row)));
    ASSERT_EQ(model.predict(made.rows.row(row)), anew.predict(made.rows.row(row)));
  }
  for (std::size_t length = 0; length < out.bytes().size(); length += 3) {
    ByteReader cut(std::string_view(out.bytes()).substr(0, length));
    EXPECT_EQ(Gru::read(cut).columns(), 0U) << "cut to " << length;
  }
}

TEST(Gru, FindsItsStepsWhereTheLayoutSays) {
  const MadeUpRows made = remembered(300, 45);
  MadeUpRows turned = made;  // the last step's numbers first
  for (std::size_t row = 0; row < 300; ++row) {
    for (std::size_t column = 0; column < 8; ++column)
      turned.rows.values[row * 8 + column] = made.rows.values[row * 8 + 7 - column];
  }
  const Gru model = Gru::fit(made.rows, made.target, {}, {.steps = 4, .hidden = 6, .epochs = 2});
  const Gru by_layout =
      Gru::fit(turned.rows, made.target, {}, {.steps = 4, .layout = {7, 6, 5, 4, 3, 2, 1, 0}, .hidden = 6, .epochs = 2});
  for (std::size_t row = 0; row < 300; ++row)
    ASSERT_EQ(model.predict(made.rows.row(row)), by_layout.predict(turned.rows.row(row)));
}

TEST(Gru, TakesSequencesThatBeginLate) {
  const MadeUpRows made = remembered(300, 44);
  const Gru model = Gru::fit(made.rows, made.target, {}, {.steps = 4, .hidden = 6, .epochs = 2});
  const std::vector<float> unknown(8, std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(std::isfinite(model.predict(unknown)));
}

}  // namespace
}  // namespace stint::learn
