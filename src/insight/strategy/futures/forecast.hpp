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

// Stops left as futures and count tell them together, each with half of the weight: the count knows how cars stopped in earlier
// races, the futures know this race's rules and cautions, and either is right where the other is not.
void add_counted_stops(std::span<const CarFuture> futures, const StopsLeft& counted, CarStrategy& to);

}  // namespace stint::insight
