// What to do at the next stop: tyres or not, how much fuel, which driver.
#pragma once

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

class RuleBook;

// Tyres are changed where they cost no time beside the fuel, or lose more in the stint to come than the change takes (from the
// race's own stops, if they show two kinds); nullopt while that can't be told. Fuel: to the flag if the tank reaches it, else
// the tank. The driver: who owes the most, once the one at the wheel owes nothing; who may drive on, if he may not. REQUIRES:
// `strategy` has window and drivers filled, as far as they are known. `rules`: may be null.
[[nodiscard]] Advice advice_for(const FieldNow& field, const CarNow& car, const CarStrategy& strategy, const RuleBook* rules);

}  // namespace stint::insight
