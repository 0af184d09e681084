// What this race teaches about its laps: a few small trees on what the trained model and its corrections got wrong in the
// race's own laps so far. Circuits differ in where passing costs time and in what a lost first sector says of the rest, which
// no model of other races knows. The trained model is not changed, so nothing is forgotten.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>

#include "insight/learn/boosting.hpp"
#include "insight/predict/features.hpp"
#include "race/shared_history.hpp"

namespace stint::insight {

// Of one part of the model. Copyable after freeze(): copies share the lessons.
class RaceLessons {
 public:
  // A lap is over. `error`: its answer less what the model and the correction had said, in per cent of pace; `said`: what of()
  // had been when the question was put, 0 if nothing.
  void learn(const FeatureRow& row, double error, double said);
  // Grows the trees anew from the latest lessons if there are enough, and at least `growth` times as many as at the last time.
  // A few ms. False if nothing was done.
  bool renew(double growth);

  // To be added to the model's answer: 0 before the trees have shown, on laps that they had not seen, that they help.
  [[nodiscard]] double applied(double said) const { return trusted() ? said : 0; }
  // What the trees say, whether they are trusted or not; 0 without trees.
  [[nodiscard]] double of(const FeatureRow& row) const { return trees_ ? trees_->predict(row) : 0; }
  [[nodiscard]] bool trusted() const { return judged_ >= kLeastJudged && error_with_ < kLessWrong * error_without_; }

  void freeze();

 private:
  struct Lesson {
    FeatureRow row;
    float error = 0;
  };
  using Lessons = race::SharedHistory<Lesson>;
  static constexpr std::size_t kLeastLessons = 300;
  static constexpr std::size_t kMostLessons = 3'000;  // of either half; then the older half is let go
  static constexpr std::size_t kLeastJudged = 60;
  static constexpr double kLessWrong = 0.99;  // the trees' errors of those without them, at most

  Lessons older_, newer_;
  std::size_t learnt_ = 0;       // lessons ever
  std::size_t learnt_then_ = 0;  // when the trees were grown
  std::shared_ptr<const learn::Boosting> trees_;
  std::size_t judged_ = 0;
  double error_with_ = 0, error_without_ = 0;  // of laps since there are trees; older ones fade
};

}  // namespace stint::insight
