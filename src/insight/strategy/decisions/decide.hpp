// All decisions of a race: what the strategist calls once the measured and the forecast parts are filled.
#pragma once

#include <vector>

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

class RuleBook;

// Fills the NET columns, pit_now, window, rivals, wave_by, advice and reasons of the cars that are on the road.
// REQUIRES: `cars` are of the snapshot of `field`, with drivers, penalties and the measured part filled. A window that has been
// filled already (from futures) is kept. `rules`: may be null.
void decide(const FieldNow& field, const RuleBook* rules, std::vector<CarStrategy>& cars);

}  // namespace stint::insight
