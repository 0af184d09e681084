// Everything that insight says of a session that is being followed: predictions, their scorecard, anomalies.
//
// One object a session, fed with the events of its log in their order; what it says is an immutable value that any thread may
// keep. One writer. Copyable after freeze(), for keyframes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/field/field.hpp"
#include "insight/predict/lap_predictor.hpp"
#include "timing/event.hpp"

namespace stint::insight {

// How far predictions made at the line were off, over the laps that could be foreseen: green ones of at most 107 % of the car's
// pace (docs/predictions.md: a clean lap, as far as that can be told without knowing what follows). Times in ms.
struct ErrorSoFar {
  std::int32_t laps = 0;
  double mean_ms = 0;
  double median_ms = 0;
  double coverage = 0;       // share of the laps inside their 80 % interval
  double own_median_ms = 0;  // mean error of "the median of the driver's last five laps" on the same laps
};

struct ScorecardLine {
  std::string class_name;         // empty: all classes
  std::int32_t after_sector = 0;  // 0: made at the line
  ErrorSoFar error;
};

// A lap to come, as if the car stayed out.
struct LapBand {
  std::int32_t lap = 0;
  Millis predicted{}, low{}, high{};
};

struct CarInsight {
  Prediction latest;                  // of the lap under way, as refined so far; without a time if nothing can be said
  std::optional<Prediction> at_line;  // of the same lap, made when it began
  std::vector<LapBand> next_laps;     // the lap under way first; empty if nothing can be said
  ErrorSoFar error;                   // of this car's laps so far
};

struct Insights {
  Instant at{};       // of the latest event in it
  double done = 1;    // below 1: still being worked out, after a jump; nothing else is filled then
  std::string model;  // version of the latest predictions; empty: there is no model
  std::vector<std::shared_ptr<const CarInsight>> cars;    // never null; in order of appearance
  std::vector<std::shared_ptr<const Anomaly>> anomalies;  // never null; anomalies[i]->id is i + 1
  std::vector<ScorecardLine> scorecard;                   // all classes at the line first; only lines with laps

  [[nodiscard]] const CarInsight* find(const CarNumber& car) const;
};
using InsightsPtr = std::shared_ptr<const Insights>;

inline constexpr int kLapsAhead = 10;

class Analyst {
 public:
  // `model`: nullptr for no predictions. `retrain_interval`: LapPredictor's. `rules`: AnomalyWatch's.
  Analyst(std::shared_ptr<const LapModel> model, Millis retrain_interval, std::shared_ptr<const RuleLibrary> rules = nullptr);

  void apply(const timing::Event& event);
  // Nothing else happened up to `now`: a car may be overdue by now.
  void advance(Instant now);
  // To be called before a copy is taken.
  void freeze();

  // What there is to say now; the same value as before if nothing has changed.
  [[nodiscard]] InsightsPtr insights();

 private:
  struct Errors {
    std::vector<float> ms;  // absolute
    std::int32_t inside = 0;
    double own_median_sum = 0;
    [[nodiscard]] ErrorSoFar summed() const;
  };
  struct CarNotes {
    std::optional<Prediction> at_line;
    double own_median_ms = 0;  // FieldCar::base() when the lap began; 0 if unknown
    Errors errors;
    bool changed = false;
  };

  void note_prediction(const Step& step);
  void score(const Step& step);
  void renew_car(std::size_t place);
  void renew_anomalies();
  [[nodiscard]] std::vector<ScorecardLine> scorecard() const;

  Field field_;
  std::optional<LapPredictor> predictor_;
  AnomalyWatch watch_;
  std::vector<CarNotes> notes_;                                    // beside Field::cars()
  std::map<std::pair<std::string, std::int32_t>, Errors> errors_;  // by class ("": all) and sector
  std::vector<std::shared_ptr<const CarInsight>> cars_;            // those that something was said of
  std::vector<std::optional<std::size_t>> place_of_insight_;       // in cars_, beside Field::cars()
  std::vector<std::shared_ptr<const Anomaly>> anomalies_;
  std::size_t revisions_seen_ = 0;
  bool changed_ = true;
  bool scored_ = false;  // since the latest value
  InsightsPtr latest_;
};

}  // namespace stint::insight
