#include "insight/analyst.hpp"

#include <algorithm>
#include <cmath>

namespace stint::insight {
namespace {

using timing::count_ms;

// A lap slower than this against the car's own pace was not to be foreseen (docs/predictions.md: clean).
constexpr double kSlowestClean = 1.07;

}  // namespace

const CarInsight* Insights::find(const CarNumber& car) const {
  const auto found = std::ranges::find(cars, car, [](const auto& one) { return one->latest.car; });
  return found == cars.end() ? nullptr : found->get();
}

ErrorSoFar Analyst::Errors::summed() const {
  ErrorSoFar error;
  if (ms.empty()) return error;
  std::vector<float> sorted = ms;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  double sum = 0;
  for (const float one : ms) sum += static_cast<double>(one);
  const auto count = static_cast<double>(ms.size());
  error.laps = static_cast<std::int32_t>(ms.size());
  error.mean_ms = sum / count;
  error.median_ms = static_cast<double>(*middle);
  error.coverage = inside / count;
  error.own_median_ms = own_median_sum / count;
  return error;
}

Analyst::Analyst(std::shared_ptr<const LapModel> model, Millis retrain_interval, std::shared_ptr<const RuleLibrary> rules)
    : watch_(std::move(rules)) {
  if (model) predictor_.emplace(std::move(model), retrain_interval);
}

void Analyst::apply(const timing::Event& event) {
  const Step step = field_.apply(event);
  watch_.apply(event);
  if (!predictor_) return;
  notes_.resize(field_.cars().size());
  place_of_insight_.resize(field_.cars().size());
  const auto prediction = predictor_->observe(field_, step);
  score(step);
  if (prediction) note_prediction(step);
}

void Analyst::advance(Instant now) { watch_.advance(now); }

void Analyst::freeze() {
  field_.freeze();
  if (predictor_) predictor_->freeze();
  watch_.freeze();
}

void Analyst::note_prediction(const Step& step) {
  CarNotes& notes = notes_[step.car];
  const Prediction& made = *predictor_->current(step.car);
  if (!notes.at_line || notes.at_line->lap != made.lap) {
    notes.at_line.reset();
    if (made.after_sector == 0) notes.at_line = made;
    notes.own_median_ms = field_.cars()[step.car].base().value_or(0);
  }
  notes.changed = true;
  changed_ = true;
}

void Analyst::score(const Step& step) {
  for (const PredictionOutcome& outcome : predictor_->outcomes()) {
    CarNotes& notes = notes_[step.car];
    const auto actual = static_cast<double>(count_ms(outcome.actual));
    const bool foreseeable = outcome.green && outcome.prediction.kind == LapKind::racing && notes.own_median_ms > 0 &&
                             actual <= kSlowestClean * notes.own_median_ms;
    if (!foreseeable) continue;
    const FieldCar& car = field_.cars()[step.car];
    const auto enter = [&](Errors& errors) {
      errors.ms.push_back(static_cast<float>(std::abs(outcome.error_ms())));
      errors.inside += outcome.inside() ? 1 : 0;
      errors.own_median_sum += std::abs(actual - notes.own_median_ms);
    };
    const std::int32_t sector = outcome.prediction.after_sector;
    enter(errors_[{"", sector}]);
    enter(errors_[{field_.class_of(car).name, sector}]);
    if (sector == 0) enter(notes.errors);
    scored_ = changed_ = true;
  }
}

void Analyst::renew_car(std::size_t place) {
  CarInsight insight;
  insight.latest = *predictor_->current(place);
  insight.at_line = notes_[place].at_line;
  insight.error = notes_[place].errors.summed();
  for (const Prediction& lap : predictor_->next_laps(field_, place, kLapsAhead)) {
    insight.next_laps.push_back({lap.lap, *lap.predicted, *lap.low, *lap.high});
  }
  auto made = std::make_shared<const CarInsight>(std::move(insight));
  if (auto& known = place_of_insight_[place]; known) {
    cars_[*known] = std::move(made);
  } else {
    known = cars_.size();
    cars_.push_back(std::move(made));
  }
  notes_[place].changed = false;
}

void Analyst::renew_anomalies() {
  const auto revisions = watch_.revisions();
  if (revisions_seen_ == revisions.size()) return;
  const auto all = watch_.anomalies();
  anomalies_.resize(all.size());
  for (; revisions_seen_ < revisions.size(); ++revisions_seen_) {
    const auto index = static_cast<std::size_t>(revisions[revisions_seen_].anomaly.id - 1);
    anomalies_[index] = std::make_shared<const Anomaly>(all[index]);
  }
  changed_ = true;
}

std::vector<ScorecardLine> Analyst::scorecard() const {
  std::vector<ScorecardLine> lines;
  for (const auto& [of, errors] : errors_) lines.push_back({of.first, of.second, errors.summed()});
  return lines;  // the map's order has all classes at the line first
}

InsightsPtr Analyst::insights() {
  renew_anomalies();
  if (!changed_ && latest_) return latest_;
  for (std::size_t place = 0; place < notes_.size(); ++place) {
    if (notes_[place].changed) renew_car(place);
  }
  auto made = std::make_shared<Insights>();
  made->at = field_.now();
  made->cars = cars_;
  made->anomalies = anomalies_;
  made->scorecard = !scored_ && latest_ ? latest_->scorecard : scorecard();
  if (latest_) made->model = latest_->model;
  const auto newest = std::ranges::max_element(cars_, {}, [](const auto& car) { return car->latest.made_at; });
  if (newest != cars_.end()) made->model = (*newest)->latest.model;
  changed_ = scored_ = false;
  latest_ = std::move(made);
  return latest_;
}

}  // namespace stint::insight
