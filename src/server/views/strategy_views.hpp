// What strategists say, as the push shows it.
#pragma once

#include "insight/strategy/strategy_report.hpp"
#include "race/snapshot.hpp"
#include "timing/json_writer.hpp"

namespace stint::server {

// STRATEGY of docs/push.md; null if nothing is said of the car.
void write_pushed_strategy(timing::JsonWriter& json, const race::Snapshot& race, const race::CarSnapshot& car,
                           const insight::StrategyReport* report);

// FIELD_STRATEGY of docs/push.md; null if nothing is worked out of the session.
void write_pushed_field_strategy(timing::JsonWriter& json, const race::Snapshot& race, const insight::StrategyReport* report);

// PitNow of the flag that counts while `flag` is out; nullptr if it isn't told.
[[nodiscard]] const insight::PitNow* pit_now_under(const insight::CarStrategy& car, timing::FlagKind flag);

// {"at_ms","took_ms","seed","runs","cars":[...]}
struct WhatIfAnswer;
void write_what_if(timing::JsonWriter& json, const race::Snapshot& race, const WhatIfAnswer& answer);

}  // namespace stint::server
