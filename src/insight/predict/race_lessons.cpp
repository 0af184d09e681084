#include "insight/predict/race_lessons.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stint::insight {
namespace {

constexpr double kFading = 0.995;   // of the errors that trust rests on: half weight after 140 laps
constexpr double kWorstLesson = 3;  // per cent: a spin is no lesson, and must not decide about trust
constexpr learn::BoostingSettings kSmall{.trees = 50,
                                         .shrinkage = 0.05,
                                         .max_leaves = 8,
                                         .min_leaf = 60,
                                         .max_bins = 32,
                                         .row_share = 0.6,
                                         .column_share = 0.25,
                                         .loss = learn::Loss::absolute};

}  // namespace

void RaceLessons::learn(const FeatureRow& row, double error, double said) {
  const double bounded = std::clamp(error, -kWorstLesson, kWorstLesson);
  if (trees_) {
    error_with_ = kFading * error_with_ + std::abs(bounded - said);
    error_without_ = kFading * error_without_ + std::abs(bounded);
    ++judged_;
  }
  if (newer_.size() >= kMostLessons) {
    older_ = std::move(newer_);
    newer_ = {};
  }
  newer_.push_back({row, static_cast<float>(bounded)});
  ++learnt_;
}

bool RaceLessons::renew(double growth) {
  if (learnt_ < kLeastLessons || static_cast<double>(learnt_) < growth * static_cast<double>(learnt_then_)) return false;
  learn::Rows rows;
  rows.columns = kFeatureCount;
  std::vector<float> errors;
  rows.values.reserve((older_.size() + newer_.size()) * kFeatureCount);
  for (const Lessons* lessons : {&older_, &newer_}) {
    for (const Lesson& lesson : *lessons) {
      rows.values.insert(rows.values.end(), lesson.row.begin(), lesson.row.end());
      errors.push_back(lesson.error);
    }
  }
  trees_ = std::make_shared<const learn::Boosting>(learn::Boosting::fit(rows, errors, {}, kSmall));
  learnt_then_ = learnt_;
  return true;
}

void RaceLessons::freeze() {
  older_.freeze();
  newer_.freeze();
}

}  // namespace stint::insight
