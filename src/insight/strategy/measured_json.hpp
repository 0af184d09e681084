// What the race itself has shown, as JSON: one form for `stint strategy --measured` and for the API (docs/strategy.md).
#pragma once

#include "insight/strategy/measure/measured.hpp"
#include "insight/strategy/strategy.hpp"
#include "timing/json_writer.hpp"

namespace stint::insight {

// {"at_ms","race_length_ms",...,"cautions":{},"classes":[],"cars":[]} of strategy.measured. `only`: empty, or the one car that
// is wanted, with its class. REQUIRES: strategy.measured.
void write_measured(timing::JsonWriter& json, const Strategy& strategy, const CarNumber& only = {});

// "green", "slow", "behind".
[[nodiscard]] std::string_view pace_name(Pace pace);

}  // namespace stint::insight
