// What many futures say together: quantiles and odds.
#pragma once

#include <vector>

#include "insight/strategy/futures/futures.hpp"
#include "insight/strategy/strategy.hpp"

namespace stint::insight {

// Exact quantiles of a sample, by rank; reorders it. REQUIRES: not empty.
[[nodiscard]] Quantiles quantiles_of(std::vector<double>& sample);

// Fills the forecasts of the race and of each car that runs: next stop, stops left, places, odds. `to.cars` in the order of
// `situation.cars`.
void add_forecast(const Situation& situation, const Futures& futures, Strategy& to);

// What the futures weigh against the count of the stops left: nothing where few are to come, for then crews' habits decide,
// which the count has learnt; all where many are, for then it is the cautions and this race's rules. Between 3 and 11 stops,
// from IMSA 2019 to 2022 and WEC and Le Mans 2019 to 2021.
[[nodiscard]] double futures_weight(const StopsLeft& counted);

// Stops left as futures and count tell them together: the count knows how cars stopped in earlier races, the futures know this
// race's rules and cautions. `weight`: of the futures, 0..1.
void add_counted_stops(std::span<const CarFuture> futures, const StopsLeft& counted, double weight, CarStrategy& to);

}  // namespace stint::insight
