// Predictions and anomalies as the API and the push show them.
#pragma once

#include "insight/analyst.hpp"
#include "race/snapshot.hpp"
#include "timing/json_writer.hpp"

namespace stint::server {

// PREDICTION of docs/push.md; null if nothing is worked out of the car.
void write_pushed_prediction(timing::JsonWriter& json, const insight::CarInsight* car);

// INSIGHTS of docs/push.md; null if nothing is worked out of the session.
void write_pushed_insights(timing::JsonWriter& json, const insight::Insights* insights);

// ANOMALY of docs/push.md, of those that are not as in `before` (or all, without): an array. Empty before the start is known,
// as they are dated on the race clock.
void write_pushed_anomalies(timing::JsonWriter& json, const timing::Session& session, const insight::Insights* insights,
                            const insight::Insights* before, std::size_t limit);
// Whether that array would not be empty.
[[nodiscard]] bool has_new_anomalies(const insight::Insights* insights, const insight::Insights* before);

}  // namespace stint::server
