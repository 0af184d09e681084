// An alert as the push and the webhooks carry it: docs/alerts.md has the fields.
#pragma once

#include <optional>
#include <string>

#include "insight/alerts/alert_book.hpp"
#include "timing/json_writer.hpp"

namespace stint::insight {

// {"number","stage","rule","rule_name","class","at_ms","anomaly":{...}}; times on the race clock that begins at `start`.
void write_alert(timing::JsonWriter& json, timing::Instant start, const Alert& alert);

// "Confirmed: Car 7 is overdue: slow or stopped in sector 2 (HYPERCAR)": the whole of a short message, for people.
[[nodiscard]] std::string alert_text(const Alert& alert);

}  // namespace stint::insight
