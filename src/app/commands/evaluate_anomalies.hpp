// `stint evaluate anomalies`: alarms of whole races, held against what their laps show afterwards, or against a simulator's
// truth.
#pragma once

#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "timing/error.hpp"

namespace stint::app {

struct AnomalyEvaluation {
  std::vector<std::string> files;
  std::string truth;  // path of the truth of the only file, a simulated race; empty: the laps tell
  bool json = false;
};

// Errors: those of reading the files; bad_argument (a truth with several races).
[[nodiscard]] Result<void> evaluate_anomalies(const AnomalyEvaluation& wanted, const Configuration& configuration);

}  // namespace stint::app
