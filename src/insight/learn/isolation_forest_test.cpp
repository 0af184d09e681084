#include "insight/learn/isolation_forest.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "insight/learn/made_up_rows.hpp"

namespace stint::learn {
namespace {

Rows usual_rows(std::size_t count) {
  Random random(5);
  Rows rows{.columns = 3};
  for (std::size_t i = 0; i < count; ++i) {
    const double first = normal(random);
    rows.values.push_back(static_cast<float>(first));
    rows.values.push_back(static_cast<float>(0.5 * first + 0.3 * normal(random)));
    rows.values.push_back(i % 10 == 0 ? std::numeric_limits<float>::quiet_NaN() : 1.0F);
  }
  return rows;
}

TEST(IsolationForest, ScoresTheOddAboveTheUsual) {
  const Rows rows = usual_rows(3'000);
  const IsolationForest forest = IsolationForest::fit(rows, {});
  const float middle[] = {0.0F, 0.0F, 1.0F};
  const float odd[] = {6.0F, -4.0F, 1.0F};
  EXPECT_LT(forest.score(middle), 0.47);
  EXPECT_GT(forest.score(odd), 0.65);
  int above = 0;
  for (std::size_t row = 0; row < rows.count(); ++row) above += forest.score(rows.row(row)) > forest.score(odd) ? 1 : 0;
  EXPECT_LT(above, 3);
}

TEST(IsolationForest, AsksNothingOfRowsThatAreAllAlike) {
  const Rows rows{.columns = 2, .values = std::vector<float>(40, 1.0F)};
  const IsolationForest forest = IsolationForest::fit(rows, {.trees = 10});
  const float same[] = {1.0F, 1.0F};
  const float unknown[] = {std::numeric_limits<float>::quiet_NaN(), 1.0F};
  EXPECT_EQ(forest.score(same), forest.score(unknown));
}

TEST(IsolationForest, AnswersTheSameAfterBeingWrittenAndReadAndForTheSameSeed) {
  const Rows rows = usual_rows(1'000);
  const IsolationForest forest = IsolationForest::fit(rows, {.trees = 20});
  ByteWriter out;
  forest.write(out);
  ByteReader in(out.bytes());
  const IsolationForest again = IsolationForest::read(in);
  ASSERT_TRUE(in.finished());
  const IsolationForest anew = IsolationForest::fit(rows, {.trees = 20});
  for (std::size_t row = 0; row < rows.count(); ++row) {
    ASSERT_EQ(forest.score(rows.row(row)), again.score(rows.row(row)));
    ASSERT_EQ(forest.score(rows.row(row)), anew.score(rows.row(row)));
  }
  for (std::size_t length = 0; length < out.bytes().size(); length += 7) {
    ByteReader cut(std::string_view(out.bytes()).substr(0, length));
    EXPECT_EQ(IsolationForest::read(cut).trees(), 0U) << "cut to " << length;
  }
}

}  // namespace
}  // namespace stint::learn
