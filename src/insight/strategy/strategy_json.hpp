// A strategy and a comparison as JSON: one form for the commands and for the API (docs/strategy.md, "The document").
#pragma once

#include "insight/strategy/futures/futures.hpp"
#include "insight/strategy/strategy.hpp"
#include "timing/json_writer.hpp"

namespace stint::insight {

// {"at_ms","runs","seed",...,"cars":[...]}. `only`: empty, or the one car that is wanted.
void write_strategy(timing::JsonWriter& json, const Strategy& strategy, const CarNumber& only = {});

// One element of "cars".
void write_car_strategy(timing::JsonWriter& json, const CarStrategy& car);

// {"runs","cars":[{"car","class_position":{"without","with","difference","error"},...}]}.
void write_comparison(timing::JsonWriter& json, const Comparison& comparison);

}  // namespace stint::insight
