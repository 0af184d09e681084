// A strategist's whole answer for one instant of a race: measured, played ahead, decided, with reasons.
#pragma once

#include <cstdint>
#include <stop_token>

#include "insight/strategy/futures/futures.hpp"
#include "insight/strategy/measure/priors.hpp"
#include "insight/strategy/measure/tank_book.hpp"
#include "insight/strategy/strategy.hpp"

namespace stint::insight {

class RuleBook;

struct AdviceSettings {
  PlaySettings play;
  // Cars whose stops are tried lap by lap (StopWindow::options); empty: all that run. Costs as much as the futures do.
  std::vector<CarNumber> windows_of;
  std::int32_t window_runs = 200;  // futures for those
  std::vector<KnownTank> tanks;    // that crews have told; the others' are measured
};

// Pure: the same arguments give the same answer, on any thread. `rules`: nullptr if there are none for the series.
[[nodiscard]] Strategy advise(const race::Snapshot& race, const RuleBook* rules, const Priors& priors,
                              const AdviceSettings& settings);

}  // namespace stint::insight
