// AnomalyWatch on cars that have become slower than they were.
#include <algorithm>
#include <chrono>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/anomaly_words.hpp"

namespace stint::insight {
namespace {

// How often a drop that is told goes on, on races before 2024 (docs/anomalies.md, "Calibration").
constexpr double kGoesOn = 0.7;
constexpr double kMostGoesOn = 0.95;
constexpr double kFailing = 0.6;

double ms_of(Millis time) { return static_cast<double>(timing::count_ms(time)); }

std::string drift_text(const CarNumber& car, const PaceDrift::Change& change) {
  std::string text = "Car " + car.str() + " is " + percent_text(change.slower) + " slower than it was in this stint, for " +
                     std::to_string(change.laps) + " laps";
  if (change.speed_gone)
    text += ", and its top speed is " + percent_text(change.speed_lost) + " lower: something may be failing";
  return text + ".";
}

std::vector<AnomalyEvidence> drift_evidence(const PaceDrift::Change& change) {
  return {{"slower", change.slower},
          {"laps", static_cast<double>(change.laps)},
          {"growth_per_lap", change.growth},
          {"top_speed_lost", change.speed_lost}};
}

}  // namespace

// Pace or top speed that drifts away from what the car could do earlier in the stint.
void AnomalyWatch::judge_drift(std::size_t place, const LapRecord& lap) {
  const FieldCar& car = field_.cars()[place];
  CarWatch& watch = cars_[place];
  // Another stint has other tyres and perhaps another driver, and the first laps of it are no measure.
  if (lap.out_lap || lap.laps_since_stop <= 1) {
    watch.drift.begin_anew();
    watch.drift_level.reset();
    watch.drift_anomaly = 0;
  }
  if (!lap.time || !lap.is_green() || over_ || !raced(lap.ended_at - *lap.time)) return;
  if (!watch.drift_level) watch.drift_level = car.level();
  if (!watch.drift_level) return;

  // Against what each car could do at its own last stop, so that a slow change of the track is the class's too.
  const Instant since = lap.ended_at - std::chrono::minutes{4};
  const double ratio = ms_of(*lap.time) / *watch.drift_level;
  const double factor = stint_pace_.factor(car.class_index, 0, since, place);
  const double disorder = stint_pace_.disorder(car.class_index, since, place);
  stint_pace_.add(car.class_index, 0, {lap.ended_at, place, ratio, true});
  PaceDrift::Lap read{ratio / factor - 1, 0, {}, stint_pace_.factor(car.class_index, 1, since, place)};
  constexpr double kLeastSpeedKph = 50;
  if (lap.top_speed_kph && *lap.top_speed_kph > kLeastSpeedKph) {
    read.speed_kph = lap.top_speed_kph;
    if (const auto usual = watch.drift.usual_speed())
      stint_pace_.add(car.class_index, 1, {lap.ended_at, place, *usual / *lap.top_speed_kph, true});
  }
  // In rain, and while it dries, each car is as slow as its tyres make it.
  constexpr double kEachForItself = 0.015, kAllSlow = 1.05;
  if (disorder > kEachForItself || factor > kAllSlow) return;
  read.tyres = stint_shape_.loss(car.class_index, lap.laps_since_stop);
  if (const auto slower = watch.drift.slower_than_first(read.excess))
    stint_shape_.add(car.class_index, lap.laps_since_stop, *slower);
  watch.drift.add(read);
  tell_drift(place, lap);
}

void AnomalyWatch::tell_drift(std::size_t place, const LapRecord& lap) {
  CarWatch& watch = cars_[place];
  const auto change = watch.drift.change();
  if (watch.drift_anomaly > 0 && watch.drift.at_pace()) {
    Anomaly& anomaly = book_.edit(watch.drift_anomaly);
    anomaly.text += " It is at its pace again.";
    if (!anomaly.confirmed) anomaly.cleared = now_;
    book_.note(now_, anomaly.id);
    watch.drift_anomaly = 0;
  }
  if (!change) return;
  const AnomalyKind kind = change->speed_gone ? AnomalyKind::mechanical : AnomalyKind::performance_drop;
  Anomaly anomaly;
  if (watch.drift_anomaly > 0) anomaly = book_.edit(watch.drift_anomaly);
  const bool is_new = anomaly.id == 0;
  if (!is_new && anomaly.kind == kind && change->laps % 3 != 0) return;
  const double told_at = is_new ? change->laps : anomaly.evidence.back().value;
  anomaly.car = field_.cars()[place].number;
  anomaly.lap = anomaly.lap.value_or(lap.number);
  anomaly.kind = kind;
  // Each lap on which it goes on is one on which it might have ended.
  const double base = change->speed_gone ? kFailing : kGoesOn;
  anomaly.probability = std::min(kMostGoesOn, base + 0.03 * (change->laps - told_at));
  // Of twenty drops one is followed by trouble: nothing that an alarm should be given for.
  anomaly.severity = kInformation;
  anomaly.evidence = drift_evidence(*change);
  anomaly.evidence.push_back({"told_after_laps", told_at});
  anomaly.text = drift_text(*anomaly.car, *change);
  constexpr double kToConfirm = 6;
  if (change->laps >= told_at + kToConfirm && !anomaly.confirmed) anomaly.confirmed = now_;
  watch.drift_anomaly = book_.enter(now_, std::move(anomaly));
}

// A drop of pace that ends in a long stop was a failing part, and so was one that was too small to be told.
void AnomalyWatch::name_the_part(std::size_t place) {
  CarWatch& watch = cars_[place];
  Anomaly anomaly;
  if (watch.drift_anomaly > 0) {
    anomaly = book_.edit(watch.drift_anomaly);
    if (anomaly.kind == AnomalyKind::mechanical && anomaly.confirmed) return;
    anomaly.text += " It is being repaired.";
  } else {
    const auto change = watch.drift.hint();
    if (!change) return;
    anomaly.car = field_.cars()[place].number;
    anomaly.lap = field_.cars()[place].laps_completed() + 1;
    anomaly.severity = kInformation;  // the stop is the alarm
    anomaly.probability = kFailing;
    anomaly.evidence = drift_evidence(*change);
    anomaly.text = drift_text(*anomaly.car, *change) + " It is being repaired.";
  }
  anomaly.kind = AnomalyKind::mechanical;
  if (!anomaly.confirmed) anomaly.confirmed = now_;
  watch.drift_anomaly = book_.enter(now_, std::move(anomaly));
}

}  // namespace stint::insight
