// A rule as JSON, for `stint rules show`.
#pragma once

#include <chrono>
#include <string>

#include "insight/rules/rule.hpp"
#include "timing/json_writer.hpp"

namespace stint::insight {

// {"key", "value" (of its kind; null: unknown), "unit", "text", "limits" (in words), "classes", "grades", "flags",
// "race_minutes" ([from, to] or null), "events", "also", "group", "certainty", "source", "url", "disputed", "valid_from",
// "layer", "file", "line", "carried_over"}
void write_rule(timing::JsonWriter& json, const Rule& rule);

// "2024-01-01"
[[nodiscard]] std::string day_text(std::chrono::year_month_day day);

}  // namespace stint::insight
