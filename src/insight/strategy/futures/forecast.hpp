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

// Stops left as futures and count tell them together: the count knows how cars stopped in earlier races, the futures know this
// race's rules and cautions. `weight`: of the futures, 0..1.
void add_counted_stops(std::span<const CarFuture> futures, const StopsLeft& counted, double weight, CarStrategy& to);

}  // namespace stint::insight
