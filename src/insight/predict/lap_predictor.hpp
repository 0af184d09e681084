// Predicts laps as a race goes on, and learns from each lap how far to trust itself.
//
// Fed with the field's steps; what it says depends on events before that moment only. One writer. Copyable, for keyframes.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "insight/predict/band.hpp"
#include "insight/predict/lap_model.hpp"
#include "insight/predict/lap_question.hpp"
#include "insight/predict/loop_times.hpp"
#include "insight/predict/race_correction.hpp"
#include "insight/predict/race_lessons.hpp"
#include "insight/predict/race_scale.hpp"

namespace stint::insight {

// A prediction whose lap is over. Errors in ms; `error` = actual - predicted.
struct PredictionOutcome {
  Prediction prediction;
  timing::Millis actual{};
  bool green = false;  // the lap turned out green
  [[nodiscard]] double error_ms() const { return static_cast<double>(timing::count_ms(actual - *prediction.predicted)); }
  [[nodiscard]] bool inside() const { return actual >= *prediction.low && actual <= *prediction.high; }
};

// A state of the in-race learning that predictions name: "boosting-1f2e3d4c+3" is the third.
struct ModelVersion {
  int number = 0;
  timing::Instant since{};
  int laps_learnt = 0;  // of this race
};

class LapPredictor {
 public:
  // REQUIRES: model is not null. `retrain_interval`: race time between two named versions of what it has learnt in the race.
  explicit LapPredictor(std::shared_ptr<const LapModel> model, timing::Millis retrain_interval = std::chrono::hours{1});

  // REQUIRES: called for every step of `field`, right after Field::apply(). Returns the prediction that the step gave rise to:
  // at the line, at a sector's end, at a loop between (what was lost since the sector's end is added), on entering or leaving
  // the pit lane; one without a time if nothing can be said.
  std::optional<Prediction> observe(const Field& field, const Step& step);

  // The latest prediction of the lap that the car (place in Field::cars()) is on; nullptr before its first.
  [[nodiscard]] const Prediction* current(std::size_t car) const;
  // The lap that the car is on and those after it, `count` (at most ten) in all, as if it stayed out. Empty if nothing can be
  // said; the lap under way alone if nothing could be said of the others at the line.
  [[nodiscard]] std::vector<Prediction> next_laps(const Field& field, std::size_t car, int count) const;
  // What the lap that the car is on would take if it ended in the pit lane.
  [[nodiscard]] std::optional<Prediction> as_in_lap(const Field& field, std::size_t car);

  // Outcomes of the predictions of the lap that the last observed step completed, the one made at the line first.
  [[nodiscard]] std::span<const PredictionOutcome> outcomes() const { return outcomes_; }
  [[nodiscard]] std::span<const ModelVersion> versions() const { return versions_; }

  // To be called before a copy is taken.
  void freeze();

 private:
  static constexpr std::size_t kBands = 4 + kMaxSectors;
  struct Pending {
    Prediction prediction;
    double answer = 0;   // the model's own, uncorrected
    double scaled = 0;   // what RaceScale made of it
    double bias = 0;     // what RaceCorrection added
    double lessons = 0;  // what RaceLessons said, whether it was added or not
    LapQuestion question;
  };

  // What was said at a line of a lap some laps further on.
  struct FarAhead {
    std::int32_t lap = 0;
    Millis predicted{}, low{}, high{};
    double pace_ms = 0;
    double usual = 0, difference = 0;  // LapQuestion::as_usual(), and what the model said beyond it
  };
  static constexpr std::array<int, 3> kAsked{2, 5, 10};  // laps ahead that the model is asked of; those between lie between
  using Ahead = std::array<FarAhead, kAsked.size()>;

  [[nodiscard]] std::size_t band_of(LapKind kind, std::int32_t after_sector) const;
  [[nodiscard]] Prediction unknown(const Field& field, std::size_t car, std::string reason) const;
  [[nodiscard]] Pending make(const Field& field, std::size_t car, const LapQuestion& question, const LapAnswer& answer) const;
  void close_lap(const Field& field, const Step& step);
  std::optional<Prediction> refine_at_loop(const Field& field, std::size_t car);
  void learn_in_lap(const Pending& made, double time_ms);
  void learn_racing_lap(const Field& field, const Step& step, const Pending& made, double time_ms);
  [[nodiscard]] double bias_ahead(std::size_t asked, std::size_t car, std::size_t class_index) const;
  void look_ahead(const Field& field, std::size_t car, const LapQuestion& at_line, const LapAnswer& next);
  void learn_ahead(std::size_t car, std::size_t class_index, const LapRecord& lap);
  void renew_version(const Field& field);
  [[nodiscard]] std::string version_name() const;

  std::shared_ptr<const LapModel> model_;
  timing::Millis retrain_interval_;
  LapFeatures features_;
  LoopTimes loops_;
  std::array<RaceScale, kRacingParts> scales_;
  std::array<RaceCorrection, kRacingParts> corrections_;
  std::array<RaceLessons, kRacingParts> lessons_;
  std::array<Band, kBands> bands_;
  std::array<RaceScale, kAsked.size()> scales_ahead_;
  std::array<RaceCorrection, 2> corrections_ahead_;  // two and five laps ahead; ten ahead the next lap's is as good
  std::array<Band, kAsked.size()> bands_ahead_;
  std::vector<std::vector<Pending>> pending_;  // of each car's lap under way
  std::vector<Prediction> current_;
  std::vector<RecentValues<Ahead, 12>> ahead_;  // of each car, at its latest lines; the newest for the lap under way
  std::vector<std::int32_t> ahead_from_;        // the lap that the newest was said of the next laps from; 0 = none
  std::vector<PredictionOutcome> outcomes_;
  std::vector<ModelVersion> versions_;
};

}  // namespace stint::insight
