#include "insight/predict/lap_model.hpp"

#include <gtest/gtest.h>

#include "insight/predict/lap_training.hpp"
#include "insight/predict/made_up_race.hpp"

namespace stint::insight {
namespace {

LapModel trained(LapLearner learner) {
  LapExamples examples;
  examples.add_race("a-race", made_up_race());
  return train_laps(examples, learner, {});
}

TEST(LapModelTest, AnswersTheSameAfterWritingAndReading) {
  for (const LapLearner learner : {LapLearner::boosting, LapLearner::forest, LapLearner::xgboost, LapLearner::gru}) {
    LapModel model = trained(learner);
    const std::string bytes = model.write();
    const auto read = LapModel::read(bytes, "test");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->version(), model.version());
    EXPECT_EQ(read->name, lap_learner_name(learner));
    EXPECT_TRUE(read->has_seen("a-race"));
    EXPECT_FALSE(read->has_seen("another"));
    LapExamples examples;
    examples.add_race("a-race", made_up_race());
    const LapExamples::Part& racing = examples.parts[static_cast<std::size_t>(LapPart::racing)];
    ASSERT_GT(racing.answers.size(), 100U);
    for (std::size_t i = 0; i < racing.answers.size(); i += 17) {
      LapQuestion question;
      std::ranges::copy(racing.rows.row(i), question.row.begin());
      const auto before = model.answer(question), after = read->answer(question);
      ASSERT_TRUE(before && after);
      EXPECT_NEAR(after->middle, before->middle, 0.02);
      EXPECT_LE(after->low, after->middle);
      EXPECT_GE(after->high, after->middle);
    }
  }
}

TEST(LapModelTest, ABrokenFileIsRefusedWithAMessage) {
  LapModel model = trained(LapLearner::boosting);
  const std::string bytes = model.write();
  std::string broken = bytes;
  broken[broken.size() / 2] ^= 1;
  EXPECT_EQ(LapModel::read(broken, "b").error().code, ErrorCode::model_damaged);
  EXPECT_EQ(LapModel::read(bytes.substr(0, bytes.size() / 2), "b").error().code, ErrorCode::model_damaged);
  EXPECT_EQ(LapModel::read("no model at all", "b").error().code, ErrorCode::not_a_model);
  EXPECT_EQ(LapModel::read(learn::seal("isolation-forest", "x"), "b").error().code, ErrorCode::not_a_model);
}

TEST(LapModelTest, AKindOfLapThatWasNotLearntHasNoAnswer) {
  LapExamples examples;
  examples.add_race("short", made_up_race(12));  // nobody stops
  LapModel model = train_laps(examples, LapLearner::boosting, {});
  LapQuestion question;
  question.part = LapPart::out;
  EXPECT_FALSE(model.answer(question));
  question.part = LapPart::racing;
  EXPECT_TRUE(model.answer(question));
}

}  // namespace
}  // namespace stint::insight
