#include "insight/learn/xgboost.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "insight/learn/boosting.hpp"
#include "insight/learn/made_up_rows.hpp"

namespace stint::learn {
namespace {

template <class Model>
double mean_error(const Model& model, const MadeUpRows& made) {
  double sum = 0;
  for (std::size_t row = 0; row < made.rows.count(); ++row)
    sum += std::abs(model.predict(made.rows.row(row)) - static_cast<double>(made.target[row]));
  return sum / static_cast<double>(made.rows.count());
}

TEST(Xgboost, IsAsGoodAsOurOwnBoostingOfTheSameSettings) {
  const MadeUpRows made = made_up_rows(4'000, 6, 30);
  const MadeUpRows unseen = made_up_rows(4'000, 6, 31);
  const auto theirs = Xgboost::fit(made.rows, made.target, {}, {.trees = 50, .shrinkage = 0.1});
  ASSERT_TRUE(theirs) << theirs.error().message;
  const Boosting ours = Boosting::fit(made.rows, made.target, {}, {.trees = 50, .shrinkage = 0.1});
  const double error = mean_error(*theirs, unseen);
  EXPECT_NEAR(mean_error(ours, unseen), error, 0.03 * error);
}

TEST(Xgboost, AnswersTheMedianWhenAsked) {
  MadeUpRows made = made_up_rows(2'000, 5, 34);
  for (float& value : made.target) value = std::exp(2 * value);  // far from symmetric
  const auto model = Xgboost::fit(made.rows, made.target, {}, {.trees = 40, .absolute = true});
  ASSERT_TRUE(model) << model.error().message;
  int below = 0;
  for (std::size_t row = 0; row < 2'000; ++row)
    below += static_cast<double>(made.target[row]) <= model->predict(made.rows.row(row)) ? 1 : 0;
  EXPECT_NEAR(below / 2'000.0, 0.5, 0.06);
}

TEST(Xgboost, AnswersTheSameAfterBeingWrittenAndRead) {
  const MadeUpRows made = made_up_rows(800, 5, 32);
  const auto model = Xgboost::fit(made.rows, made.target, {}, {.trees = 10});
  ASSERT_TRUE(model) << model.error().message;
  ByteWriter out;
  model->write(out);
  ByteReader in(out.bytes());
  const Xgboost again = Xgboost::read(in);
  ASSERT_TRUE(in.finished());
  EXPECT_EQ(again.columns(), 5U);
  for (std::size_t row = 0; row < made.rows.count(); ++row)
    ASSERT_EQ(model->predict(made.rows.row(row)), again.predict(made.rows.row(row)));
}

TEST(Xgboost, SaysWhatIsWrongInTheLibrarysWords) {
  const MadeUpRows made = made_up_rows(10, 5, 33);
  const auto model = Xgboost::fit(made.rows, std::span(made.target).first(3), {}, {.trees = 1});
  ASSERT_FALSE(model);
  EXPECT_NE(model.error().message.find("XGBoost failed at"), std::string::npos);
  ByteWriter foreign;
  foreign.put_text("{no model");
  ByteReader in(foreign.bytes());
  EXPECT_EQ(Xgboost::read(in).columns(), 0U);
  EXPECT_FALSE(in.complete());
}

}  // namespace
}  // namespace stint::learn
