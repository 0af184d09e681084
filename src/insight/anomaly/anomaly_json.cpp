#include "insight/anomaly/anomaly_json.hpp"

#include <cmath>

namespace stint::insight {
namespace {

double thousandths(double value) { return std::round(value * 1000) / 1000; }

std::optional<std::int64_t> since(timing::Instant start, const std::optional<timing::Instant>& at) {
  return at ? std::optional(timing::count_ms(*at - start)) : std::nullopt;
}

}  // namespace

void write_anomaly(timing::JsonWriter& json, timing::Instant start, const Anomaly& anomaly) {
  json.begin_object().field("id", anomaly.id).key("car");
  anomaly.car ? json.value(anomaly.car->view()) : json.null();
  json.field("lap", anomaly.lap)
      .field("sector", anomaly.sector)
      .field("kind", anomaly_name(anomaly.kind))
      .field("severity", thousandths(anomaly.severity))
      .field("probability", thousandths(anomaly.probability))
      .field("alarm", anomaly.is_alarm())
      .field("first_seen_ms", timing::count_ms(anomaly.first_seen - start))
      .field("confirmed_ms", since(start, anomaly.confirmed))
      .field("cleared_ms", since(start, anomaly.cleared));
  json.key("evidence").begin_object();
  for (const AnomalyEvidence& each : anomaly.evidence) json.field(each.name, thousandths(each.value));
  json.end_object().field("text", anomaly.text).end_object();
}

}  // namespace stint::insight
