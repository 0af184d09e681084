// Tyres or not, how much fuel, which driver; who is waved by; and the reasons in plain words.
#pragma once

#include <string>
#include <vector>

#include "insight/strategy/decisions/field_now.hpp"

namespace stint::insight {

class RuleBook;

// REQUIRES: `strategy` has its window, drivers and pit_now filled, as far as they are known.
[[nodiscard]] Advice advise(const FieldNow& field, const RoadCar& car, const CarStrategy& strategy, const RuleBook* rules);

// The most important first; numbers in laps and seconds. What isn't known is said once, with why.
[[nodiscard]] std::vector<std::string> reasons(const FieldNow& field, const RoadCar& car, const CarStrategy& strategy);

}  // namespace stint::insight
