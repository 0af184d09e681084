// How good predictions were, held against what happened: the tables of a back-test, and of the race being followed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "insight/predict/lap_predictor.hpp"

namespace stint::insight {

// What is scored together.
enum class ScoredKind : std::uint8_t { clean, calm, in, out, neutralised };
[[nodiscard]] std::string_view scored_kind_name(ScoredKind kind);

// One prediction's fate. Errors in ms, absolute.
struct ScoredLap {
  ScoredKind kind = ScoredKind::clean;
  std::int32_t after_sector = 0;
  std::int32_t ahead = 1;  // the lap after the line it was made at is 1, the one after that 2 ...
  std::string class_name;
  double error_ms = 0;
  bool inside = false;                 // the 80 % interval
  std::optional<double> last_lap_ms;   // what "as the lap before" would have been wrong by, said at the same moment
  std::optional<double> last_five_ms;  // ... and "the median of the driver's last five"
};

// Figures of many; times in seconds.
struct ScoreLine {
  std::size_t laps = 0;
  double mean_s = 0, median_s = 0;
  double coverage = 0;
  double last_lap_mean_s = 0, last_lap_median_s = 0;
  double last_five_mean_s = 0, last_five_median_s = 0;
};
// nullopt of none.
[[nodiscard]] std::optional<ScoreLine> score_line(const std::vector<const ScoredLap*>& laps);

// Follows one race beside its predictor. Calm and clean are known when the race is over only, so the laps are sorted then.
class RaceScore {
 public:
  // After LapPredictor::observe() of the same step.
  void observe(const Field& field, const Step& step, LapPredictor& predictor);
  // Every prediction whose lap was completed.
  [[nodiscard]] std::vector<ScoredLap> finish(const Field& finished) const;

 private:
  struct Made {
    std::size_t car = 0;
    std::size_t lap_index = 0;
    std::int32_t after_sector = 0;
    std::int32_t ahead = 1;
    LapKind kind = LapKind::racing;
    Millis predicted{}, low{}, high{};
    std::optional<double> base_ms, last_lap_ms;  // of the car when it was made
  };
  void note(const FieldCar& car, std::size_t place, std::int32_t ahead, const Prediction& prediction);
  std::vector<Made> made_;
};

}  // namespace stint::insight
