// Why: what a decision rests on, in plain words with numbers.
#pragma once

#include <string>
#include <vector>

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

// The most important first: what can't be done, fuel, the cost of stopping now, drivers, penalties, rivals, the NET position.
// What isn't known is said, with why. REQUIRES: everything else of `strategy` is filled, as far as it is known.
[[nodiscard]] std::vector<std::string> reasons_for(const FieldNow& field, const CarNow& car, const CarStrategy& strategy);

}  // namespace stint::insight
