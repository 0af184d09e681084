#include "insight/anomaly/scorecard.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/field/field.hpp"

namespace stint::insight {
namespace {

using CarLap = std::pair<CarNumber, std::int32_t>;

constexpr auto kConfirmedWithin = std::chrono::seconds{90};

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Kinds that say that a car is losing time on the track now.
bool is_trouble(AnomalyKind kind) { return kind <= AnomalyKind::puncture; }

// What is told of each lap: by whom it is wanted, and when it ended.
class Answers {
 public:
  Answers(const IncidentLabels& labels, std::span<const timing::Event> events) {
    for (const timing::Event& event : events) {
      if (const auto* lap = event_as<timing::Lap>(event)) ends_[{lap->car, lap->lap}] = event.at;
    }
    for (const IncidentLap& lap : labels.laps) incidents_.insert({lap.car, lap.lap});
    for (const LongStop& stop : labels.long_stops) {
      for (std::int32_t lap = stop.in_lap - 1; lap <= stop.in_lap; ++lap) excused_.insert({stop.car, lap});
    }
    for (const Retirement& end : labels.retirements) {
      excused_.insert({end.car, end.laps});
      excused_.insert({end.car, end.laps + 1});
    }
    excuse_those_who_limped_in(events);
  }

  [[nodiscard]] bool is_incident(const CarLap& lap) const { return incidents_.contains(lap); }
  [[nodiscard]] bool is_excused(const CarLap& lap) const { return excused_.contains(lap); }
  [[nodiscard]] std::optional<Instant> end_of(const CarLap& lap) const {
    const auto found = ends_.find(lap);
    return found == ends_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  // An in-lap is no green lap, but one that was slow long before the pits is no context either.
  void excuse_those_who_limped_in(std::span<const timing::Event> events) {
    constexpr double kLost = 0.08;
    Field field;
    for (const timing::Event& event : events) {
      const Step step = field.apply(event);
      if (step.kind != Step::Kind::lap) continue;
      const FieldCar& car = field.cars()[step.car];
      const LapRecord& lap = car.laps.back();
      const auto base = car.base();
      if (!lap.in_lap || lap.out_lap || !base) continue;
      double lost = 0;
      for (std::int32_t i = 0; i + 1 < field.sector_count(); ++i) {
        const auto index = static_cast<std::size_t>(i);
        if (!lap.sectors[index]) continue;
        lost += static_cast<double>(lap.sectors[index]->count()) - car.usual_sector(index).value_or(*base);
      }
      if (lost > kLost * *base) excused_.insert({car.number, lap.number});
    }
  }

  std::map<CarLap, Instant> ends_;
  std::set<CarLap> incidents_, excused_;
};

// The anomaly as it was known at an instant; nullptr if it wasn't yet.
const Anomaly* known_at(std::span<const AnomalyRevision> revisions, std::int32_t id, Instant at) {
  const Anomaly* known = nullptr;
  for (const AnomalyRevision& revision : revisions) {
    if (revision.at > at) break;
    if (revision.anomaly.id == id) known = &revision.anomaly;
  }
  return known;
}

void count(AlarmCount& score, std::set<CarLap>& told, const CarLap& lap, const Answers& answers) {
  if (answers.is_incident(lap)) {
    told.insert(lap);
  } else if (!answers.is_excused(lap)) {
    ++score.false_alarms;
  }
}

bool in_trouble_soon(const Anomaly& anomaly, const IncidentLabels& labels) {
  const auto soon = [&](Instant at) { return at > anomaly.first_seen && at - anomaly.first_seen <= std::chrono::minutes{30}; };
  return std::ranges::any_of(labels.long_stops,
                             [&](const LongStop& s) { return s.car == anomaly.car && s.entered && soon(*s.entered); }) ||
         std::ranges::any_of(labels.retirements, [&](const Retirement& r) { return r.car == anomaly.car && soon(r.due); });
}

}  // namespace

double AlarmCount::precision() const { return ratio(told, told + false_alarms); }
double AlarmCount::recall() const { return ratio(told, wanted); }
double AlarmCount::f1() const {
  const double sum = precision() + recall();
  return sum == 0 ? 0 : 2 * precision() * recall() / sum;
}

AlarmCount& AlarmCount::operator+=(const AlarmCount& other) {
  wanted += other.wanted;
  told += other.told;
  false_alarms += other.false_alarms;
  return *this;
}

AlarmScore& AlarmScore::operator+=(const AlarmScore& other) {
  hours += other.hours;
  laps += other.laps;
  at_lap_end += other.at_lap_end;
  confirmed += other.confirmed;
  retirements += other.retirements;
  long_stops += other.long_stops;
  for (std::size_t i = 0; i < alarms.size(); ++i) {
    alarms[i] += other.alarms[i];
    before_trouble[i] += other.before_trouble[i];
  }
  return *this;
}

AlarmScore score_alarms(std::span<const timing::Event> events) {
  AnomalyWatch watch;
  for (const timing::Event& event : events) watch.apply(event);
  const IncidentLabels labels = label_incidents(events);
  const Answers answers(labels, events);

  AlarmScore score;
  score.hours = labels.hours;
  score.laps = labels.all_laps;
  std::set<CarLap> told_at_end, told_confirmed;
  // Revisions of one anomaly lie together for this.
  std::vector<AnomalyRevision> revisions(watch.revisions().begin(), watch.revisions().end());
  std::ranges::stable_sort(revisions, {}, [](const AnomalyRevision& each) { return each.anomaly.id; });
  for (const Anomaly& anomaly : watch.anomalies()) {
    if (anomaly.stands()) {
      ++score.alarms[static_cast<std::size_t>(anomaly.kind)];
      score.before_trouble[static_cast<std::size_t>(anomaly.kind)] += in_trouble_soon(anomaly, labels) ? 1 : 0;
    }
    if (!is_trouble(anomaly.kind) || !anomaly.car || !anomaly.lap) continue;
    const auto own =
        std::ranges::equal_range(revisions, anomaly.id, {}, [](const AnomalyRevision& each) { return each.anomaly.id; });
    const std::span<const AnomalyRevision> story(own.begin(), own.end());
    const CarLap lap{*anomaly.car, *anomaly.lap};
    const auto end = answers.end_of(lap);
    const Anomaly* at_end = end ? known_at(story, anomaly.id, *end) : nullptr;
    if (at_end != nullptr && at_end->stands()) count(score.at_lap_end, told_at_end, lap, answers);
    const Anomaly* later = end ? known_at(story, anomaly.id, *end + kConfirmedWithin) : nullptr;
    if (later != nullptr && later->stands() && later->confirmed) count(score.confirmed, told_confirmed, lap, answers);
    const bool before_end = !end || anomaly.first_seen < *end;
    if (before_end && !answers.is_incident(lap) && !answers.is_excused(lap)) ++score.retirements.false_alarms;
  }
  score.at_lap_end.wanted = score.confirmed.wanted = labels.laps.size();
  score.at_lap_end.told = told_at_end.size();
  score.confirmed.told = told_confirmed.size();
  for (const Retirement& retirement : labels.retirements) {
    if (!retirement.on_track) continue;
    ++score.retirements.wanted;
    score.retirements.told += std::ranges::any_of(watch.anomalies(), [&](const Anomaly& anomaly) {
      return anomaly.car == retirement.car && is_trouble(anomaly.kind) && anomaly.stands() &&
             anomaly.lap == retirement.laps + 1 && anomaly.first_seen <= retirement.due;
    });
  }
  for (const LongStop& stop : labels.long_stops) {
    ++score.long_stops.wanted;
    score.long_stops.told += std::ranges::any_of(watch.anomalies(), [&](const Anomaly& anomaly) {
      return anomaly.car == stop.car && anomaly.kind == AnomalyKind::unusual_stop && anomaly.first_seen <= stop.left &&
             stop.entered && anomaly.first_seen >= *stop.entered;
    });
  }
  for (const Anomaly& anomaly : watch.anomalies()) {
    if (anomaly.kind != AnomalyKind::unusual_stop) continue;
    score.long_stops.false_alarms += std::ranges::none_of(labels.long_stops, [&](const LongStop& stop) {
      return stop.car == anomaly.car && stop.entered && anomaly.first_seen >= *stop.entered && anomaly.first_seen <= stop.left;
    });
  }
  return score;
}

}  // namespace stint::insight
