#include "insight/predict/scorecard.hpp"

#include <algorithm>
#include <cmath>

#include "insight/predict/labels.hpp"

namespace stint::insight {
namespace {

using timing::count_ms;

// How far ahead the next ten laps are scored.
constexpr std::int32_t kLapsAhead = 10;
constexpr std::array<std::int32_t, 2> kAheadScored{5, 10};
// What stands longer is a repair or a red flag, which no one predicts.
constexpr double kLongestOutLap = 3;  // of base
constexpr Millis kLongestLap = std::chrono::minutes{20};

struct Figures {
  double mean = 0, median = 0;
};

Figures figures_of(std::vector<double> errors_ms) {
  if (errors_ms.empty()) return {};
  double sum = 0;
  for (const double error : errors_ms) sum += error;
  std::ranges::sort(errors_ms);
  const std::size_t n = errors_ms.size();
  const double median = n % 2 == 1 ? errors_ms[n / 2] : (errors_ms[n / 2 - 1] + errors_ms[n / 2]) / 2;
  return {sum / static_cast<double>(n) / 1000, median / 1000};
}

// What the prediction's kind and the lap's fate make of it; nullopt: not scored (it stopped, or the flag came out).
std::optional<ScoredKind> scored_as(LapKind kind, const LapRecord& lap, const LapLabel& label) {
  if (!lap.time || *lap.time > kLongestLap) return std::nullopt;
  switch (kind) {
    case LapKind::racing:
      return label.clean ? std::optional(ScoredKind::clean) : label.calm ? std::optional(ScoredKind::calm) : std::nullopt;
    case LapKind::in: {
      const bool racing = is_racing_flag(lap.flag_at_start) && is_racing_flag(lap.flag_at_end);
      return lap.in_lap && !lap.out_lap && racing ? std::optional(ScoredKind::in) : std::nullopt;
    }
    case LapKind::out: {
      const bool usual = label.base_ms && static_cast<double>(count_ms(*lap.time)) < kLongestOutLap * *label.base_ms;
      return lap.out_lap && !lap.in_lap && usual ? std::optional(ScoredKind::out) : std::nullopt;
    }
    case LapKind::neutralised:
      break;
  }
  return !lap.in_lap && !lap.out_lap ? std::optional(ScoredKind::neutralised) : std::nullopt;
}

}  // namespace

std::string_view scored_kind_name(ScoredKind kind) {
  constexpr std::array<std::string_view, 5> kNames{"clean", "calm", "in", "out", "neutralised"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<ScoreLine> score_line(const std::vector<const ScoredLap*>& laps) {
  if (laps.empty()) return std::nullopt;
  ScoreLine line;
  std::vector<double> errors, last_lap, last_five;
  std::size_t inside = 0;
  for (const ScoredLap* lap : laps) {
    errors.push_back(lap->error_ms);
    if (lap->inside) ++inside;
    if (lap->last_lap_ms) last_lap.push_back(*lap->last_lap_ms);
    if (lap->last_five_ms) last_five.push_back(*lap->last_five_ms);
  }
  line.laps = laps.size();
  line.coverage = static_cast<double>(inside) / static_cast<double>(laps.size());
  const Figures own = figures_of(std::move(errors)), last = figures_of(std::move(last_lap)),
                five = figures_of(std::move(last_five));
  line.mean_s = own.mean;
  line.median_s = own.median;
  line.last_lap_mean_s = last.mean;
  line.last_lap_median_s = last.median;
  line.last_five_mean_s = five.mean;
  line.last_five_median_s = five.median;
  return line;
}

void RaceScore::note(const FieldCar& car, std::size_t place, std::int32_t ahead, const Prediction& prediction) {
  if (!prediction.predicted) return;
  const auto last = car.laps.empty() ? std::nullopt : car.laps.back().time;
  made_.push_back({.car = place,
                   .lap_index = car.laps.size() + static_cast<std::size_t>(ahead - 1),
                   .after_sector = prediction.after_sector,
                   .ahead = ahead,
                   .kind = prediction.kind,
                   .predicted = *prediction.predicted,
                   .low = *prediction.low,
                   .high = *prediction.high,
                   .base_ms = car.base(),
                   .last_lap_ms = last ? std::optional(static_cast<double>(count_ms(*last))) : std::nullopt});
}

void RaceScore::observe(const Field& field, const Step& step, LapPredictor& predictor) {
  const bool point = step.kind == Step::Kind::lap || (step.kind == Step::Kind::sector && step.sector < field.sector_count());
  if (!point) return;
  const FieldCar& car = field.cars()[step.car];
  const Prediction* now = predictor.current(step.car);
  if (now == nullptr || !now->predicted || now->made_at != field.now()) return;
  note(car, step.car, 1, *now);
  if (now->kind != LapKind::racing || step.kind != Step::Kind::lap) return;
  if (const auto in_lap = predictor.as_in_lap(field, step.car)) note(car, step.car, 1, *in_lap);
  const auto next = predictor.next_laps(field, step.car, kLapsAhead);
  for (const std::int32_t ahead : kAheadScored) {
    const auto place = static_cast<std::size_t>(ahead - 1);
    if (place < next.size()) note(car, step.car, ahead, next[place]);
  }
}

std::vector<ScoredLap> RaceScore::finish(const Field& finished) const {
  const auto labels = label_laps(finished);
  std::vector<ScoredLap> scored;
  for (const Made& made : made_) {
    const FieldCar& car = finished.cars()[made.car];
    if (made.lap_index >= car.laps.size()) continue;
    const LapRecord& lap = car.laps[made.lap_index];
    const LapRecord& before = car.laps[made.lap_index - 1];
    const LapLabel& label = labels[made.car][made.lap_index];
    const auto kind = scored_as(made.kind, lap, label);
    if (!kind || lap.number != before.number + 1) continue;
    const auto time = static_cast<double>(count_ms(*lap.time));
    ScoredLap each;
    each.kind = *kind;
    each.after_sector = made.after_sector;
    each.ahead = made.ahead;
    each.class_name = finished.class_of(car).name;
    each.error_ms = std::abs(time - static_cast<double>(count_ms(made.predicted)));
    each.inside = *lap.time >= made.low && *lap.time <= made.high;
    // Of a lap further ahead, what was known when it was asked about: the laps between hadn't been driven.
    const auto base = made.ahead > 1 ? made.base_ms : label.base_ms;
    if (made.last_lap_ms) each.last_lap_ms = std::abs(time - *made.last_lap_ms);
    if (base) each.last_five_ms = std::abs(time - *base);
    scored.push_back(std::move(each));
  }
  return scored;
}

}  // namespace stint::insight
