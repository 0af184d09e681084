#include "insight/predict/lap_predictor.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

using timing::count_ms;

// A lap within this of the car's pace, while the field was at pace, teaches the band and the correction.
constexpr double kMostSlow = 1.07;
constexpr double kFieldAtPace = 1.04;
constexpr std::size_t kLeastOthers = 4;
// Beyond the next lap the interval is wider than the next lap's by this, and by a little more for each lap further.
constexpr double kWiderBeyond = 1.9, kWiderByLap = 0.03;

Millis rounded(double ms) { return Millis{static_cast<std::int64_t>(std::llround(std::max(ms, 1.0)))}; }

bool is_about_racing(LapPart part) { return part == LapPart::racing || part == LapPart::racing_under_way; }

}  // namespace

LapPredictor::LapPredictor(std::shared_ptr<const LapModel> model, Millis retrain_interval)
    : model_(std::move(model)), retrain_interval_(retrain_interval) {}

std::size_t LapPredictor::band_of(LapKind kind, std::int32_t after_sector) const {
  const auto index = static_cast<std::size_t>(kind);
  return kind == LapKind::racing ? 4 + std::min(static_cast<std::size_t>(after_sector), kMaxSectors - 1) : index;
}

std::string LapPredictor::version_name() const {
  return versions_.empty() ? model_->version() : model_->version() + "+" + std::to_string(versions_.back().number);
}

Prediction LapPredictor::unknown(const Field& field, std::size_t place, std::string reason) const {
  const FieldCar& car = field.cars()[place];
  Prediction prediction;
  prediction.car = car.number;
  prediction.lap = car.laps_completed() + 1;
  prediction.made_at = field.now();
  prediction.after_sector = car.now.last_sector;
  prediction.kind = kind_of_current_lap(field, car);
  prediction.model = version_name();
  prediction.reason = std::move(reason);
  return prediction;
}

LapPredictor::Pending LapPredictor::make(const Field& field, std::size_t place, const LapQuestion& question,
                                         const LapAnswer& answer) const {
  const FieldCar& car = field.cars()[place];
  Pending made{unknown(field, place, ""), answer.middle, question};
  const double correction = is_about_racing(question.part) ? (1 - question.done) * correction_.of(place, car.class_index) : 0;
  const Band& band = bands_[band_of(question.kind, car.now.last_sector)];
  const double middle = answer.middle + correction;
  made.prediction.kind = question.kind;
  made.prediction.predicted = rounded(question.time_ms(middle));
  made.prediction.low = rounded(question.time_ms(middle - band.below() * (answer.middle - answer.low)));
  made.prediction.high = rounded(question.time_ms(middle + band.above() * (answer.high - answer.middle)));
  return made;
}

std::optional<Prediction> LapPredictor::observe(const Field& field, const Step& step) {
  outcomes_.clear();
  features_.observe(field, step);
  if (pending_.size() < field.cars().size()) {
    pending_.resize(field.cars().size());
    current_.resize(field.cars().size());
  }
  renew_version(field);
  if (step.kind == Step::Kind::lap) close_lap(field, step);
  const FieldCar* car = step.kind == Step::Kind::other || step.kind == Step::Kind::flag ? nullptr : &field.cars()[step.car];
  const bool point = step.kind == Step::Kind::lap || (step.kind == Step::Kind::sector && step.sector < field.sector_count());
  // On the line inside the pit lane the lap before has ended already, and the one to come is known to be an out-lap.
  const bool lane =
      (step.kind == Step::Kind::pit_in && car->now.in_lap) || (step.kind == Step::Kind::pit_out && car->now.last_sector == 0);
  if (!point && !lane) return std::nullopt;
  if (car->finished) return std::nullopt;
  const auto question = ask(field, step.car, kind_of_current_lap(field, *car), features_);
  const auto answer = question ? model_->answer(*question) : std::nullopt;
  if (!answer) {
    current_[step.car] =
        unknown(field, step.car, question ? "the model has not learnt this kind of lap" : why_not(field, step.car));
    return current_[step.car];
  }
  pending_[step.car].push_back(make(field, step.car, *question, *answer));
  current_[step.car] = pending_[step.car].back().prediction;
  return current_[step.car];
}

void LapPredictor::close_lap(const Field& field, const Step& step) {
  const FieldCar& car = field.cars()[step.car];
  const LapRecord& lap = car.laps.back();
  std::vector<Pending> made = std::move(pending_[step.car]);
  pending_[step.car].clear();
  if (!lap.time) return;
  const auto time = static_cast<double>(count_ms(*lap.time));
  const auto others = field.pace().median_since(lap.ended_at - *lap.time, step.car, kLeastOthers, false);
  const bool at_pace = !others || *others <= kFieldAtPace;
  for (const Pending& each : made) {
    if (each.prediction.lap != lap.number) continue;
    if (each.question.part == LapPart::racing && lap.in_lap && !lap.out_lap && at_pace) learn_in_lap(each, time);
    outcomes_.push_back({each.prediction, *lap.time, lap.is_green()});
    const PredictionOutcome& outcome = outcomes_.back();
    const bool as_foreseen = is_about_racing(each.question.part)
                                 ? lap.is_green() && at_pace && time <= kMostSlow * each.question.pace_ms
                                 : (each.prediction.kind == LapKind::in) == lap.in_lap;
    if (!as_foreseen) continue;
    bands_[band_of(each.prediction.kind, each.prediction.after_sector)].learn(*lap.time<*outcome.prediction.low, *lap.time> *
                                                                              outcome.prediction.high);
    if (each.question.part == LapPart::racing) {
      correction_.learn(step.car, car.class_index, each.question.answer_of(time) - each.answer);
    }
  }
}

// A lap that was foreseen as a racing one and ended in the pit lane: what would have been said of an in-lap.
void LapPredictor::learn_in_lap(const Pending& made, double time_ms) {
  LapQuestion question = made.question;
  question.kind = LapKind::in;
  question.part = LapPart::in;
  const auto answer = model_->answer(question);
  if (!answer) return;
  Band& band = bands_[band_of(LapKind::in, 0)];
  const double actual = question.answer_of(time_ms);
  band.learn(actual<answer->middle - band.below() * (answer->middle - answer->low), actual> answer->middle +
             band.above() * (answer->high - answer->middle));
}

void LapPredictor::renew_version(const Field& field) {
  if (correction_.laps() == 0) return;
  if (!versions_.empty() && field.now() - versions_.back().since < retrain_interval_) return;
  versions_.push_back({static_cast<int>(versions_.size()) + 1, field.now(), correction_.laps()});
}

const Prediction* LapPredictor::current(std::size_t car) const {
  return car < current_.size() && !current_[car].car.empty() ? &current_[car] : nullptr;
}

std::vector<Prediction> LapPredictor::next_laps(const Field& field, std::size_t place, int count) const {
  std::vector<Prediction> laps;
  const Prediction* now = current(place);
  const auto base = field.cars()[place].base();
  if (now == nullptr || !now->predicted || !base || count < 1) return laps;
  laps.push_back(*now);
  // Who will be in the way on those laps is unknown, so the base is as good as any model: its traffic is the usual one.
  const bool racing = now->kind == LapKind::racing;
  const double below = racing ? static_cast<double>(count_ms(*now->predicted - *now->low)) : 0.01 * *base;
  const double above = racing ? static_cast<double>(count_ms(*now->high - *now->predicted)) : 0.02 * *base;
  for (int ahead = 1; ahead < count; ++ahead) {
    Prediction lap = *now;
    lap.lap += ahead;
    lap.after_sector = 0;
    lap.kind = LapKind::racing;
    lap.predicted = rounded(*base);
    lap.low = rounded(*base - below * (kWiderBeyond + kWiderByLap * ahead));
    lap.high = rounded(*base + above * (kWiderBeyond + kWiderByLap * ahead));
    laps.push_back(std::move(lap));
  }
  return laps;
}

std::optional<Prediction> LapPredictor::as_in_lap(const Field& field, std::size_t place) {
  if (place >= pending_.size()) return std::nullopt;
  const auto question = ask(field, place, LapKind::in, features_);
  const auto answer = question ? model_->answer(*question) : std::nullopt;
  if (!answer) return std::nullopt;
  return make(field, place, *question, *answer).prediction;
}

}  // namespace stint::insight
