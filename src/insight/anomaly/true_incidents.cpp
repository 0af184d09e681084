#include "insight/anomaly/true_incidents.hpp"

#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "insight/anomaly/anomaly_watch.hpp"
#include "insight/field/field.hpp"

namespace stint::insight {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using timing::count_ms;

bool shows_over_laps(AnomalyKind kind) {
  return kind == AnomalyKind::mechanical || kind == AnomalyKind::performance_drop || kind == AnomalyKind::slow_zone ||
         kind == AnomalyKind::unusual_stop;
}

Instant last_chance(const TrueIncident& incident) {
  constexpr auto kSoon = minutes{3};
  constexpr auto kLongest = minutes{60};
  if (!shows_over_laps(incident.kind)) return incident.at + kSoon;
  return incident.over ? *incident.over + kSoon : incident.at + kLongest;
}

bool is_about(const Anomaly& anomaly, const TrueIncident& incident) {
  if (!incident.car) return !anomaly.car && anomaly.kind == incident.kind;
  return anomaly.car == incident.car || (incident.with && anomaly.car == incident.with);
}

// When the anomaly tells of the incident: as it is first seen; of a stop that belongs to what brought the car in, when the stop
// is first told of. nullopt: not in time.
std::optional<Instant> told_at(std::span<const AnomalyRevision> revisions, const Anomaly& anomaly,
                               const TrueIncident& incident) {
  const auto in_time = [&](Instant at) { return at >= incident.at && at <= last_chance(incident); };
  if (in_time(anomaly.first_seen)) return anomaly.first_seen;
  if (incident.kind != AnomalyKind::unusual_stop || anomaly.first_seen > incident.at) return std::nullopt;
  const auto of_stop = std::ranges::find_if(revisions, [&](const AnomalyRevision& each) {
    return each.anomaly.id == anomaly.id && in_time(each.at) &&
           std::ranges::find(each.anomaly.evidence, "in_lane_ms", &AnomalyEvidence::name) != each.anomaly.evidence.end();
  });
  return of_stop == revisions.end() ? std::nullopt : std::optional(of_stop->at);
}

// What an alarm may rest on though nothing has just begun: an incident of the car, until half an hour after.
bool is_explained(const Anomaly& anomaly, std::span<const TrueIncident> incidents) {
  return std::ranges::any_of(incidents, [&](const TrueIncident& incident) {
    const Instant until = incident.over.value_or(incident.at + minutes{120}) + minutes{3};
    return is_about(anomaly, incident) && anomaly.first_seen >= incident.at - seconds{1} && anomaly.first_seen <= until;
  });
}

// Not on the lap on which it begins.
bool shows_over_many(AnomalyKind kind) { return kind == AnomalyKind::mechanical || kind == AnomalyKind::performance_drop; }

bool shows_at_once(AnomalyKind kind) {
  return kind == AnomalyKind::unusual_stop || kind == AnomalyKind::timing_fault || kind == AnomalyKind::driver_change;
}

// When the car is due at its next timing point, by its own last laps; nullopt while that can't be said.
std::optional<Instant> next_due(const Field& field, const CarNumber& number) {
  const FieldCar* car = field.find(number);
  if (car == nullptr || !car->last) return std::nullopt;
  const auto sector = static_cast<std::size_t>(car->now.last_sector);
  const auto usual = sector < kMaxSectors ? car->usual_sector(sector) : std::nullopt;
  if (!usual) return std::nullopt;
  const bool out_of_lane = car->lane_left && *car->lane_left > car->last->at;
  return (out_of_lane ? *car->lane_left : car->last->at) + Millis{std::llround(*usual)};
}

// For each incident, when a timing screen could show it first; nullopt where that can't be said.
std::vector<std::optional<Instant>> soonest_shown(std::span<const timing::Event> events,
                                                  std::span<const TrueIncident> incidents) {
  std::vector<std::optional<Instant>> soonest(incidents.size());
  std::vector<std::size_t> order(incidents.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return incidents[i].at; });
  Field field;
  auto next = order.begin();
  for (const timing::Event& event : events) {
    for (; next != order.end() && incidents[*next].at < event.at; ++next) {
      const TrueIncident& incident = incidents[*next];
      if (incident.car && !shows_at_once(incident.kind)) soonest[*next] = next_due(field, *incident.car);
    }
    field.apply(event);
  }
  for (const timing::Event& event : events) {
    const auto* status = event_as<timing::CarStatus>(event);
    if (status == nullptr || status->state != timing::CarState::stopped) continue;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
      const bool told = incidents[i].car == status->car && event.at >= incidents[i].at && soonest[i] && event.at < *soonest[i];
      if (told) soonest[i] = event.at;
    }
  }
  for (std::size_t i = 0; i < incidents.size(); ++i) {
    if (shows_at_once(incidents[i].kind)) soonest[i] = incidents[i].at;
  }
  return soonest;
}

std::optional<CarNumber> number_at(simdjson::dom::element line, const char* key) {
  std::string_view text;
  if (line[key].get_string().get(text) != simdjson::SUCCESS) return std::nullopt;
  return CarNumber::parse(text);
}

}  // namespace

std::optional<double> median_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), half, values.end());
  return *half;
}

std::vector<TrueIncident> read_incidents(std::span<const std::string> lines, timing::Instant start) {
  std::vector<TrueIncident> incidents;
  std::map<std::int64_t, std::size_t> by_id;
  simdjson::dom::parser parser;
  for (const std::string& text : lines) {
    simdjson::dom::element line;
    std::string_view what;
    std::int64_t at = 0, id = 0;
    const bool read =
        parser.parse(text).get(line) == simdjson::SUCCESS && line["truth"].get_string().get(what) == simdjson::SUCCESS &&
        line["at_ms"].get_int64().get(at) == simdjson::SUCCESS && line["id"].get_int64().get(id) == simdjson::SUCCESS;
    if (!read) continue;
    if (what == "incident_over" && by_id.contains(id)) incidents[by_id[id]].over = start + Millis{at};
    if (what != "incident") continue;
    std::string_view name;
    if (line["kind"].get_string().get(name) != simdjson::SUCCESS) continue;
    const auto kind = parse_anomaly(name);
    if (!kind) continue;
    by_id[id] = incidents.size();
    incidents.push_back(
        {static_cast<std::int32_t>(id), *kind, number_at(line, "car"), number_at(line, "with"), start + Millis{at}, {}});
  }
  return incidents;
}

TruthScore& TruthScore::operator+=(const TruthScore& other) {
  hours += other.hours;
  false_alarms += other.false_alarms;
  false_notes += other.false_notes;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    kinds[i].happened += other.kinds[i].happened;
    kinds[i].told += other.kinds[i].told;
    kinds[i].alarmed += other.kinds[i].alarmed;
    kinds[i].right_kind += other.kinds[i].right_kind;
    kinds[i].delays_s.insert(kinds[i].delays_s.end(), other.kinds[i].delays_s.begin(), other.kinds[i].delays_s.end());
    kinds[i].soonest_s.insert(kinds[i].soonest_s.end(), other.kinds[i].soonest_s.begin(), other.kinds[i].soonest_s.end());
  }
  return *this;
}

TruthScore score_truth(std::span<const timing::Event> events, std::span<const TrueIncident> incidents) {
  AnomalyWatch watch(built_in_rules());
  for (const timing::Event& event : events) watch.apply(event);
  std::vector<bool> was_alarm(watch.anomalies().size() + 1);
  for (const AnomalyRevision& each : watch.revisions()) {
    if (each.anomaly.is_alarm()) was_alarm[static_cast<std::size_t>(each.anomaly.id)] = true;
  }
  TruthScore score;
  if (!events.empty()) {
    score.hours = std::chrono::duration<double, std::ratio<3600>>(events.back().at - events.front().at).count();
  }
  const auto soonest = soonest_shown(events, incidents);
  for (std::size_t i = 0; i < incidents.size(); ++i) {
    const TrueIncident& incident = incidents[i];
    TruthCount& count = score.kinds[static_cast<std::size_t>(incident.kind)];
    ++count.happened;
    std::optional<Instant> told;
    bool right = false, alarmed = false;
    for (const Anomaly& anomaly : watch.anomalies()) {
      if (!anomaly.stands() || !is_about(anomaly, incident)) continue;
      const auto at = told_at(watch.revisions(), anomaly, incident);
      if (!at) continue;
      right |= anomaly.kind == incident.kind;
      alarmed |= was_alarm[static_cast<std::size_t>(anomaly.id)];
      if (!told || *at < *told) told = at;
    }
    if (!told) continue;
    ++count.told;
    count.alarmed += alarmed ? 1 : 0;
    count.right_kind += right ? 1 : 0;
    const auto seconds_to = [&](Instant at) { return static_cast<double>(count_ms(at - incident.at)) / 1000; };
    count.delays_s.push_back(seconds_to(*told));
    if (soonest[i] && !shows_over_many(incident.kind)) count.soonest_s.push_back(std::max(0.0, seconds_to(*soonest[i])));
  }
  for (const Anomaly& anomaly : watch.anomalies()) {
    if (!anomaly.stands() || is_explained(anomaly, incidents)) continue;
    ++(was_alarm[static_cast<std::size_t>(anomaly.id)] ? score.false_alarms : score.false_notes);
  }
  return score;
}

}  // namespace stint::insight
