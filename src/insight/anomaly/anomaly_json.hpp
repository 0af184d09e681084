// Anomalies as the API and the commands write them: docs/anomalies.md has the fields.
#pragma once

#include <optional>

#include "insight/anomaly/anomaly.hpp"
#include "timing/json_writer.hpp"

namespace stint::insight {

// One object. Times are milliseconds since `start`, the zero of the race clock.
void write_anomaly(timing::JsonWriter& json, timing::Instant start, const Anomaly& anomaly);

}  // namespace stint::insight
