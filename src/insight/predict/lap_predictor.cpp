#include "insight/predict/lap_predictor.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace stint::insight {
namespace {

using timing::count_ms;

// A lap within this of the car's pace, while the field was at pace, teaches the band and the correction.
constexpr double kMostSlow = 1.07;
constexpr double kFieldAtPace = 1.04;
constexpr std::size_t kLeastOthers = 4;
// Two, five and ten laps ahead: the interval of five laps ahead, and so many times as wide before the race has taught more.
constexpr std::array kWiderAhead{0.85, 1.0, 1.15};
constexpr int kEndsAsked = 5;
// A model that hasn't learnt laps further ahead says what is usual, with the next lap's interval so many times as wide.
constexpr double kWiderUnlearnt = 1.6;
// The trees of the race are grown anew when there are so many times as many laps to learn from, and after the retraining
// interval unless there are hardly more than before.
constexpr double kLessonsGrown = 2, kLessonsGrownAtLeast = 1.25;

Millis rounded(double ms) { return Millis{static_cast<std::int64_t>(std::llround(std::max(ms, 1.0)))}; }

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
  Pending made{unknown(field, place, ""), answer.middle, answer.middle, 0, 0, question};
  double middle = answer.middle;
  if (is_racing(question.part)) {
    const auto part = static_cast<std::size_t>(question.part);
    const double usual = question.as_usual();
    made.scaled = usual + scales_[part].of(car.class_index, answer.middle - usual);
    made.bias = corrections_[part].of(place, car.class_index);
    made.lessons = lessons_[part].of(question.row);
    middle = made.scaled + made.bias + lessons_[part].applied(made.lessons);
  }
  const Band& band = bands_[band_of(question.kind, car.now.last_sector)];
  made.prediction.kind = question.kind;
  made.prediction.predicted = rounded(question.time_ms(middle));
  made.prediction.low = rounded(question.time_ms(middle - band.below() * (answer.middle - answer.low)));
  made.prediction.high = rounded(question.time_ms(middle + band.above() * (answer.high - answer.middle)));
  return made;
}

std::optional<Prediction> LapPredictor::observe(const Field& field, const Step& step) {
  outcomes_.clear();
  features_.observe(field, step);
  loops_.observe(field, step);
  if (pending_.size() < field.cars().size()) {
    pending_.resize(field.cars().size());
    current_.resize(field.cars().size());
    ahead_.resize(field.cars().size());
    ahead_from_.resize(field.cars().size());
  }
  renew_version(field);
  if (step.kind == Step::Kind::lap) close_lap(field, step);
  if (step.kind == Step::Kind::loop) return refine_at_loop(field, step.car);
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
  if (step.kind == Step::Kind::lap) look_ahead(field, step.car, *question, *answer);
  return current_[step.car];
}

void LapPredictor::close_lap(const Field& field, const Step& step) {
  const FieldCar& car = field.cars()[step.car];
  const LapRecord& lap = car.laps.back();
  std::vector<Pending> made = std::move(pending_[step.car]);
  pending_[step.car].clear();
  ahead_from_[step.car] = 0;
  if (!lap.time) return;
  const auto time = static_cast<double>(count_ms(*lap.time));
  const auto others = field.pace().median_since(lap.ended_at - *lap.time, step.car, kLeastOthers, false);
  const bool at_pace = !others || *others <= kFieldAtPace;
  for (const Pending& each : made) {
    if (each.prediction.lap != lap.number) continue;
    if (each.question.part == LapPart::racing && lap.in_lap && !lap.out_lap && at_pace) learn_in_lap(each, time);
    outcomes_.push_back({each.prediction, *lap.time, lap.is_green()});
    const PredictionOutcome& outcome = outcomes_.back();
    const bool as_foreseen = is_racing(each.question.part)
                                 ? lap.is_green() && at_pace && time <= kMostSlow * each.question.pace_ms
                                 : (each.prediction.kind == LapKind::in) == lap.in_lap;
    if (!as_foreseen) continue;
    bands_[band_of(each.prediction.kind, each.prediction.after_sector)].learn(*lap.time<*outcome.prediction.low, *lap.time> *
                                                                              outcome.prediction.high);
    if (!is_racing(each.question.part)) continue;
    learn_racing_lap(field, step, each, time);
    if (each.question.part == LapPart::racing) learn_ahead(step.car, car.class_index, lap);
  }
}

void LapPredictor::learn_racing_lap(const Field& field, const Step& step, const Pending& made, double time_ms) {
  const auto part = static_cast<std::size_t>(made.question.part);
  const std::size_t class_index = field.cars()[step.car].class_index;
  const double actual = made.question.answer_of(time_ms), usual = made.question.as_usual(), said = made.answer - usual;
  lessons_[part].learn(made.question.row, actual - made.scaled - made.bias, made.lessons);
  lessons_[part].renew(kLessonsGrown);
  const double bias = corrections_[part].of(step.car, class_index);
  corrections_[part].learn(step.car, class_index, actual - usual - scales_[part].of(class_index, said));
  scales_[part].learn(class_index, said, actual - usual - bias);
}

// The prediction of the latest sector's end, and what the car has lost since. It is no answer of the model's, so it teaches
// nothing.
std::optional<Prediction> LapPredictor::refine_at_loop(const Field& field, std::size_t place) {
  if (pending_[place].empty() || pending_[place].back().prediction.kind != kind_of_current_lap(field, field.cars()[place])) {
    return std::nullopt;
  }
  const auto lost = loops_.lost_since_sector(field.cars()[place], place);
  if (!lost) return std::nullopt;
  const Millis later = Millis{static_cast<std::int64_t>(std::llround(*lost))};
  Prediction refined = pending_[place].back().prediction;
  refined.made_at = field.now();
  for (auto* time : {&refined.predicted, &refined.low, &refined.high}) *time = std::max(**time + later, Millis{1});
  current_[place] = refined;
  return refined;
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
  const int laps = corrections_.front().laps();
  if (laps == 0 || (!versions_.empty() && field.now() - versions_.back().since < retrain_interval_)) return;
  for (RaceLessons& lessons : lessons_) lessons.renew(kLessonsGrownAtLeast);
  versions_.push_back({static_cast<int>(versions_.size()) + 1, field.now(), laps});
}

void LapPredictor::freeze() {
  for (RaceLessons& lessons : lessons_) lessons.freeze();
}

double LapPredictor::bias_ahead(std::size_t asked, std::size_t car, std::size_t class_index) const {
  const RaceCorrection& learnt = asked < corrections_ahead_.size() ? corrections_ahead_[asked] : corrections_.front();
  return learnt.of(car, class_index);
}

void LapPredictor::look_ahead(const Field& field, std::size_t place, const LapQuestion& at_line, const LapAnswer& next) {
  const FieldCar& car = field.cars()[place];
  const double usual = at_line.as_usual();
  const LapAnswer unlearnt{usual, usual - kWiderUnlearnt * (next.middle - next.low),
                           usual + kWiderUnlearnt * (next.high - next.middle)};
  const LapAnswer five = model_->answer(ask_ahead(at_line, kEndsAsked)).value_or(unlearnt);
  Ahead ahead;
  for (std::size_t i = 0; i < kAsked.size(); ++i) {
    const LapQuestion question = ask_ahead(at_line, kAsked[i]);
    const double said = kAsked[i] == kEndsAsked ? five.middle : model_->middle(question).value_or(usual);
    const double middle = usual + scales_ahead_[i].of(car.class_index, said - usual) + bias_ahead(i, place, car.class_index);
    const double below = kWiderAhead[i] * bands_ahead_[i].below() * (five.middle - five.low);
    const double above = kWiderAhead[i] * bands_ahead_[i].above() * (five.high - five.middle);
    ahead[i] = {.lap = car.laps_completed() + kAsked[i],
                .predicted = rounded(question.time_ms(middle)),
                .low = rounded(question.time_ms(middle - below)),
                .high = rounded(question.time_ms(middle + above)),
                .pace_ms = question.pace_ms,
                .usual = usual,
                .difference = said - usual};
  }
  ahead_[place].add(ahead);
  ahead_from_[place] = car.laps_completed() + 1;
}

// The car's lap was a racing one: what had been said of it some laps before.
void LapPredictor::learn_ahead(std::size_t place, std::size_t class_index, const LapRecord& lap) {
  for (std::size_t ago = 0; ago < ahead_[place].size(); ++ago) {
    const Ahead said = *ahead_[place].recent(ago);
    for (std::size_t i = 0; i < kAsked.size(); ++i) {
      if (said[i].lap != lap.number) continue;
      bands_ahead_[i].learn(*lap.time<said[i].low, *lap.time> said[i].high);
      const double beyond = (static_cast<double>(count_ms(*lap.time)) / said[i].pace_ms - 1) * 100 - said[i].usual;
      const double bias = bias_ahead(i, place, class_index);
      if (i < corrections_ahead_.size()) {
        corrections_ahead_[i].learn(place, class_index, beyond - scales_ahead_[i].of(class_index, said[i].difference));
      }
      scales_ahead_[i].learn(class_index, said[i].difference, beyond - bias);
    }
  }
}

const Prediction* LapPredictor::current(std::size_t car) const {
  return car < current_.size() && !current_[car].car.empty() ? &current_[car] : nullptr;
}

std::vector<Prediction> LapPredictor::next_laps(const Field& field, std::size_t place, int count) const {
  std::vector<Prediction> laps;
  const Prediction* now = current(place);
  if (now == nullptr || !now->predicted || count < 1) return laps;
  laps.push_back(*now);
  if (ahead_from_[place] != field.cars()[place].laps_completed() + 1) return laps;
  const Ahead said = *ahead_[place].recent(0);
  for (int ahead = 2; ahead <= std::min(count, kAsked.back()); ++ahead) {
    const std::size_t above = ahead <= kAsked[1] ? 1 : 2;
    const FarAhead &from = said[above - 1], &to = said[above];
    const double part = static_cast<double>(ahead - kAsked[above - 1]) / (kAsked[above] - kAsked[above - 1]);
    const auto between = [&](Millis low, Millis high) {
      return rounded(static_cast<double>(count_ms(low)) + part * static_cast<double>(count_ms(high - low)));
    };
    Prediction lap = *now;
    lap.lap += ahead - 1;
    lap.after_sector = 0;
    lap.kind = LapKind::racing;
    lap.predicted = between(from.predicted, to.predicted);
    lap.low = between(from.low, to.low);
    lap.high = between(from.high, to.high);
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
