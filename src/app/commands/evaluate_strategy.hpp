// `stint evaluate strategy`: whole races replayed, every car asked on the way, each answer beside the simple one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "timing/error.hpp"

namespace stint::app {

struct StrategyEvaluation {
  std::vector<std::string> files;
  std::string priors;            // file of `stint train strategy`; empty: those inside the program
  std::int32_t runs = 500;       // futures of each answer at a share of the race
  std::int32_t every_stop = 1;   // every n-th stop is asked about
  std::int32_t simulated = 0;    // simulated races instead of files
  std::uint64_t first_seed = 1;  // of those races
  bool duels_only = false;       // of them no examination, only what the advised plan gains on others
  bool json = false;
};

// What earlier races of the scored season and series have taught is left out. Errors: those of reading the files and the
// priors; bad_argument (neither files nor simulated races, or both).
[[nodiscard]] Result<void> evaluate_strategy(const StrategyEvaluation& wanted, const Configuration& configuration);

}  // namespace stint::app
