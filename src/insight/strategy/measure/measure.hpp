// The race so far, measured: a pure function of the snapshot, the rule book and what earlier races taught.
#pragma once

#include <span>

#include "insight/strategy/measure/measured.hpp"
#include "insight/strategy/measure/priors.hpp"
#include "insight/strategy/measure/tank_book.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

class RuleBook;

// `rules`: nullptr if there are none for the series. `known`: tanks that crews have told. Any thread; a 24-hour race of 62 cars
// at its end takes some 50 ms.
[[nodiscard]] Measured measure(const race::Snapshot& race, const RuleBook* rules, const Priors& priors,
                               std::span<const KnownTank> known = {});

}  // namespace stint::insight
