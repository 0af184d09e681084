// What is, or seems, wrong with cars and track: /api/anomalies, and the push of what is new or revised.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "insight/anomaly/anomaly_json.hpp"
#include "server/limits.hpp"
#include "server/views/insight_views.hpp"
#include "server/views/race_clock.hpp"
#include "server/views/views.hpp"

namespace stint::server {
namespace {

using insight::Anomaly;

double thousandths(double value) { return std::round(value * 1000) / 1000; }

// What is asked for; unset is all.
struct Wanted {
  const std::string* car = nullptr;
  const std::string* class_name = nullptr;
  std::optional<insight::AnomalyKind> kind;
  double min_severity = 0;
  bool cleared = false;  // with those that were nothing after all
  bool alarms = false;   // without what is information
  std::size_t limit = 0;
};

Result<double> severity_of(const RequestTarget& target) {
  const std::string* text = target.find("min_severity");
  if (text == nullptr || text->empty()) return 0.0;
  double value = -1;
  const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (problem != std::errc{} || end != text->data() + text->size() || !(value >= 0 && value <= 1))
    return fail(ErrorCode::bad_argument, "'min_severity' must be a number from 0 to 1.");
  return value;
}

Result<Wanted> wanted_of(const RequestTarget& target) {
  const auto limit = target.integer("limit", 1, static_cast<std::int64_t>(limit::kPageRows));
  if (!limit) return std::unexpected(limit.error());
  const auto severity = severity_of(target);
  if (!severity) return std::unexpected(severity.error());
  Wanted wanted;
  wanted.limit = static_cast<std::size_t>(limit->value_or(static_cast<std::int64_t>(limit::kDefaultAnomalies)));
  wanted.min_severity = *severity;
  const auto text = [&](std::string_view name) {
    const std::string* value = target.find(name);
    return value == nullptr || value->empty() ? nullptr : value;
  };
  wanted.car = text("car");
  wanted.class_name = text("class");
  if (const std::string* kind = text("kind"); kind != nullptr) {
    wanted.kind = insight::parse_anomaly(*kind);
    if (!wanted.kind) return fail(ErrorCode::bad_argument, "There is no kind of anomaly '" + *kind + "'.");
  }
  for (const auto& [name, value] : {std::pair("cleared", &wanted.cleared), std::pair("alarms", &wanted.alarms)}) {
    const std::string* given = text(name);
    if (given == nullptr) continue;
    if (*given != "true" && *given != "false")
      return fail(ErrorCode::bad_argument, "'" + std::string(name) + "' must be true or false.");
    *value = *given == "true";
  }
  return wanted;
}

bool is_wanted(const race::Snapshot& race, const Wanted& wanted, const Anomaly& anomaly) {
  if (!anomaly.stands() && !wanted.cleared) return false;
  if (wanted.alarms && !anomaly.is_alarm()) return false;
  if (wanted.kind && anomaly.kind != *wanted.kind) return false;
  if (anomaly.severity < wanted.min_severity) return false;
  if (wanted.car != nullptr && (!anomaly.car || anomaly.car->view() != *wanted.car)) return false;
  if (wanted.class_name == nullptr) return true;
  const race::CarSnapshot* car = anomaly.car ? race.find(*anomaly.car) : nullptr;
  return car != nullptr && car->entry->class_name == *wanted.class_name;
}

void write_evidence(timing::JsonWriter& json, const Anomaly& anomaly) {
  json.begin_object();
  for (const insight::AnomalyEvidence& each : anomaly.evidence) json.field(each.name, thousandths(each.value));
  json.end_object();
}

void write_row(Table& table, const timing::Session& session, const Anomaly& anomaly) {
  table.begin_row();
  table.field("car_number", anomaly.car).field("lap_number", anomaly.lap);
  table.field("anomaly_type", insight::anomaly_name(anomaly.kind)).field("severity", thousandths(anomaly.severity));
  table.field("description", anomaly.text).field("timestamp", timestamp(session, anomaly.first_seen));
  table.field("id", anomaly.id).field("sector", anomaly.sector).field("probability", thousandths(anomaly.probability));
  table.field("alarm", anomaly.is_alarm());
  table.field("first_seen_ms", on_race_clock(session, anomaly.first_seen));
  table.field("confirmed_ms", on_race_clock(session, anomaly.confirmed));
  table.field("cleared_ms", on_race_clock(session, anomaly.cleared));
  table.object("evidence", [&](timing::JsonWriter& json) { write_evidence(json, anomaly); });
  table.end_row();
}

bool is_news(const insight::Insights& insights, const insight::Insights* before, std::size_t index) {
  return before == nullptr || index >= before->anomalies.size() || before->anomalies[index] != insights.anomalies[index];
}

}  // namespace

Result<void> view_anomalies(const ViewCall& call, Table& table) {
  const auto wanted = wanted_of(call.target);
  if (!wanted) return std::unexpected(wanted.error());
  std::vector<const Anomaly*> found;
  if (call.insights != nullptr) {
    for (const auto& anomaly : call.insights->anomalies) {
      if (is_wanted(call.race, *wanted, *anomaly)) found.push_back(anomaly.get());
    }
  }
  const std::size_t begin = found.size() > wanted->limit ? found.size() - wanted->limit : 0;
  for (std::size_t i = begin; i < found.size(); ++i) write_row(table, call.race.session, *found[i]);
  table.finish();
  return {};
}

bool has_new_anomalies(const insight::Insights* insights, const insight::Insights* before) {
  if (insights == nullptr || insights == before) return false;
  for (std::size_t i = 0; i < insights->anomalies.size(); ++i) {
    if (is_news(*insights, before, i)) return true;
  }
  return false;
}

void write_pushed_anomalies(timing::JsonWriter& json, const timing::Session& session, const insight::Insights* insights,
                            const insight::Insights* before, std::size_t limit) {
  json.begin_array();
  if (insights != nullptr && session.started_at) {
    const std::size_t count = insights->anomalies.size();
    for (std::size_t i = count > limit ? count - limit : 0; i < count; ++i) {
      if (is_news(*insights, before, i)) insight::write_anomaly(json, *session.started_at, *insights->anomalies[i]);
    }
  }
  json.end_array();
}

}  // namespace stint::server
