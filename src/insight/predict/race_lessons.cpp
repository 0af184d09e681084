#include "insight/predict/race_lessons.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stint::insight {
namespace {

constexpr double kFading = 0.995;   // of the errors that trust rests on: half weight after 140 laps
constexpr double kWorstLesson = 3;  // per cent: a spin is no lesson, and must not decide about trust
constexpr learn::BoostingSettings kSmall{.trees = 40,
                                         .shrinkage = 0.06,
                                         .max_leaves = 8,
                                         .min_leaf = 60,
                                         .max_bins = 32,
                                         .column_share = 0.5,
                                         .loss = learn::Loss::absolute};

// What the car lost and by whom, what is still to come, how its laps and its class's were lately, and who it is.
constexpr std::array kToldFeatures{Feature::done,
                                   Feature::lost_so_far,
                                   Feature::lost_latest,
                                   Feature::class_rest,
                                   Feature::field_rest,
                                   Feature::class_gone,
                                   Feature::free_rest,
                                   Feature::best_rest,
                                   Feature::last_rest,
                                   Feature::catches,
                                   Feature::caught_by,
                                   Feature::catches_next,
                                   Feature::caught_next,
                                   Feature::passes_latest,
                                   Feature::passed_latest,
                                   Feature::passes_so_far,
                                   Feature::passed_so_far,
                                   Feature::met_so_far,
                                   Feature::rival_ahead,
                                   Feature::rival_closing,
                                   Feature::rival_ahead_lost,
                                   Feature::places_latest,
                                   Feature::last_lap,
                                   Feature::class_speed,
                                   Feature::pace_to_class_best,
                                   Feature::lap_before,
                                   Feature::mean_of_three,
                                   Feature::level,
                                   Feature::base,
                                   Feature::best_of_five,
                                   Feature::class_lately,
                                   Feature::catches_more,
                                   Feature::caught_more,
                                   Feature::traffic_effect,
                                   Feature::catches_lost,
                                   Feature::rivals_near,
                                   Feature::green_minutes,
                                   Feature::stint_laps,
                                   Feature::class_now,
                                   Feature::field_all};

}  // namespace

RaceLessons::Told RaceLessons::told(const FeatureRow& row) {
  static_assert(kToldFeatures.size() == kTold);
  Told numbers;
  std::ranges::transform(kToldFeatures, numbers.begin(),
                         [&](Feature feature) { return row[static_cast<std::size_t>(feature)]; });
  return numbers;
}

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
  newer_.push_back({told(row), static_cast<float>(bounded)});
  ++learnt_;
}

bool RaceLessons::renew(double growth) {
  if (learnt_ < kLeastLessons || static_cast<double>(learnt_) < growth * static_cast<double>(learnt_then_)) return false;
  learn::Rows rows;
  rows.columns = kTold;
  std::vector<float> errors;
  rows.values.reserve((older_.size() + newer_.size()) * kTold);
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
