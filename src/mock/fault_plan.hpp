// When which fault strikes: episodes in feed time, the same for the same race and seed.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "mock/fault.hpp"
#include "timing/instant.hpp"

namespace stint::mock {

struct Episode {
  Fault fault = Fault::drop;
  timing::Instant from{}, until{};
  std::uint64_t roll = 0;  // which form it takes: each protocol divides it among those it has
};

class FaultPlan {
 public:
  FaultPlan() = default;  // nothing goes wrong
  // `begins`, `ends`: of the race, feed time. A short race gets some episodes of each kind too, and none has any in its
  // last minutes: who follows it recovers there.
  FaultPlan(const FaultSet& faults, std::uint64_t seed, timing::Instant begins, timing::Instant ends);

  // Faults of a feed's whole life (huge_first, encoding, driver_swap) are always on; the others during their episodes.
  [[nodiscard]] bool on(Fault fault, timing::Instant at) const { return running(fault, at) != nullptr; }
  [[nodiscard]] const Episode* running(Fault fault, timing::Instant at) const;
  [[nodiscard]] const std::vector<Episode>& episodes(Fault fault) const { return episodes_[static_cast<std::size_t>(fault)]; }
  // Those that begin after `after` and not after `until`, in the order of the enum.
  [[nodiscard]] std::vector<Episode> begun(timing::Instant after, timing::Instant until) const;

 private:
  std::array<std::vector<Episode>, kFaultCount> episodes_;  // each in order of time, none overlapping
};

}  // namespace stint::mock
