#include "insight/anomaly/scorecard.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/anomaly/quiet_time.hpp"
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
  // Laps that were slow long before the pits.
  [[nodiscard]] std::span<const TimeSpan> limped() const { return limped_; }
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
      if (lost <= kLost * *base) continue;
      excused_.insert({car.number, lap.number});
      limped_.push_back({lap.ended_at - lap.time.value_or(Millis{0}), lap.ended_at});
    }
  }

  std::map<CarLap, Instant> ends_;
  std::set<CarLap> incidents_, excused_;
  std::vector<TimeSpan> limped_;
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

KindCount& KindCount::operator+=(const KindCount& other) {
  alarms += other.alarms;
  standing += other.standing;
  information += other.information;
  before_trouble += other.before_trouble;
  in_quiet += other.in_quiet;
  return *this;
}

AlarmScore& AlarmScore::operator+=(const AlarmScore& other) {
  hours += other.hours;
  quiet_hours += other.quiet_hours;
  laps += other.laps;
  at_lap_end += other.at_lap_end;
  confirmed += other.confirmed;
  retirements += other.retirements;
  long_stops += other.long_stops;
  for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] += other.kinds[i];
  return *this;
}

namespace {

// What was said of one anomaly, in order of time.
using Story = std::span<const AnomalyRevision>;

const AnomalyRevision* first_alarm(Story story) {
  const auto found = std::ranges::find_if(story, [](const AnomalyRevision& each) { return each.anomaly.is_alarm(); });
  return found == story.end() ? nullptr : &*found;
}

class Scorer {
 public:
  explicit Scorer(std::span<const timing::Event> events)
      : labels_(label_incidents(events)), answers_(labels_, events), quiet_(quiet_time(events, labels_, answers_.limped())) {
    for (const timing::Event& event : events) watch_.apply(event);
    // Revisions of one anomaly lie together for this.
    revisions_.assign(watch_.revisions().begin(), watch_.revisions().end());
    std::ranges::stable_sort(revisions_, {}, [](const AnomalyRevision& each) { return each.anomaly.id; });
  }

  AlarmScore score() {
    score_.hours = labels_.hours;
    score_.laps = labels_.all_laps;
    for (const TimeSpan& span : quiet_) {
      score_.quiet_hours += std::chrono::duration<double, std::ratio<3600>>(span.to - span.from).count();
    }
    for (const Anomaly& anomaly : watch_.anomalies()) {
      count_kind(anomaly);
      if (is_trouble(anomaly.kind) && anomaly.car && anomaly.lap) count_trouble(anomaly);
    }
    score_.at_lap_end.wanted = score_.confirmed.wanted = labels_.laps.size();
    score_.at_lap_end.told = told_at_end_.size();
    score_.confirmed.told = told_confirmed_.size();
    count_retirements();
    count_long_stops();
    return score_;
  }

 private:
  [[nodiscard]] Story story_of(const Anomaly& anomaly) const {
    const auto own =
        std::ranges::equal_range(revisions_, anomaly.id, {}, [](const AnomalyRevision& each) { return each.anomaly.id; });
    return {own.begin(), own.end()};
  }

  void count_kind(const Anomaly& anomaly) {
    KindCount& kind = score_.kinds[static_cast<std::size_t>(anomaly.kind)];
    const AnomalyRevision* alarm = first_alarm(story_of(anomaly));
    if (alarm == nullptr) {
      kind.information += anomaly.stands() ? 1 : 0;
      return;
    }
    ++kind.alarms;
    kind.standing += anomaly.stands() ? 1 : 0;
    kind.before_trouble += anomaly.stands() && in_trouble_soon(anomaly, labels_) ? 1 : 0;
    kind.in_quiet +=
        std::ranges::any_of(quiet_, [&](const TimeSpan& span) { return alarm->at >= span.from && alarm->at < span.to; });
  }

  void count_trouble(const Anomaly& anomaly) {
    const Story story = story_of(anomaly);
    const CarLap lap{*anomaly.car, *anomaly.lap};
    const auto end = answers_.end_of(lap);
    const Anomaly* at_end = end ? known_at(story, anomaly.id, *end) : nullptr;
    if (at_end != nullptr && at_end->is_alarm()) count(score_.at_lap_end, told_at_end_, lap, answers_);
    const Anomaly* later = end ? known_at(story, anomaly.id, *end + kConfirmedWithin) : nullptr;
    if (later != nullptr && later->is_alarm() && later->confirmed) count(score_.confirmed, told_confirmed_, lap, answers_);
    const AnomalyRevision* alarm = first_alarm(story);
    const bool before_end = alarm != nullptr && (!end || alarm->at < *end);
    if (before_end && !answers_.is_incident(lap) && !answers_.is_excused(lap)) ++score_.retirements.false_alarms;
  }

  void count_retirements() {
    for (const Retirement& retirement : labels_.retirements) {
      if (!retirement.on_track) continue;
      ++score_.retirements.wanted;
      score_.retirements.told += std::ranges::any_of(watch_.anomalies(), [&](const Anomaly& anomaly) {
        if (anomaly.car != retirement.car || !is_trouble(anomaly.kind) || !anomaly.stands()) return false;
        const AnomalyRevision* alarm = first_alarm(story_of(anomaly));
        return alarm != nullptr && anomaly.lap == retirement.laps + 1 && alarm->at <= retirement.due;
      });
    }
  }

  // The first alarm that tells of the car's time in the pit lane; nullptr if there is none.
  [[nodiscard]] const AnomalyRevision* alarm_of_stop(const Anomaly& anomaly) const {
    for (const AnomalyRevision& each : story_of(anomaly)) {
      const bool of_lane =
          std::ranges::find(each.anomaly.evidence, "in_lane_ms", &AnomalyEvidence::name) != each.anomaly.evidence.end();
      if ((of_lane || each.anomaly.kind == AnomalyKind::unusual_stop) && each.anomaly.is_alarm()) return &each;
    }
    return nullptr;
  }

  void count_long_stops() {
    const auto is_of = [](const LongStop& stop, const Anomaly& anomaly, Instant at) {
      return stop.car == anomaly.car && at >= stop.left - stop.lane && at <= stop.left;
    };
    std::vector<bool> told(labels_.long_stops.size());
    for (const Anomaly& anomaly : watch_.anomalies()) {
      const AnomalyRevision* alarm = alarm_of_stop(anomaly);
      if (alarm == nullptr) continue;
      bool right = false;
      for (std::size_t i = 0; i < told.size(); ++i) {
        if (!is_of(labels_.long_stops[i], anomaly, alarm->at)) continue;
        told[i] = right = true;
      }
      score_.long_stops.false_alarms += right ? 0 : 1;
    }
    score_.long_stops.wanted = told.size();
    score_.long_stops.told = static_cast<std::size_t>(std::ranges::count(told, true));
  }

  IncidentLabels labels_;
  Answers answers_;
  std::vector<TimeSpan> quiet_;
  AnomalyWatch watch_{built_in_rules()};
  std::vector<AnomalyRevision> revisions_;
  std::set<CarLap> told_at_end_, told_confirmed_;
  AlarmScore score_;
};

}  // namespace

AlarmScore score_alarms(std::span<const timing::Event> events) { return Scorer(events).score(); }

}  // namespace stint::insight
