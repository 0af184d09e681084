// `stint evaluate laptime`: predictions of whole races, held against what happened.
#pragma once

#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "timing/error.hpp"

namespace stint::app {

struct LapTimeEvaluation {
  std::vector<std::string> files;  // scored
  std::vector<std::string> with;   // never scored; learnt from when there are folds
  std::string model;               // name or file; without folds
  std::string learner;             // with folds
  int folds = 0;                   // above 1: each race is scored by a model that has not seen its fold
  bool json = false;
};

[[nodiscard]] Result<void> evaluate_laptime(const LapTimeEvaluation& wanted, const Configuration& configuration);

}  // namespace stint::app
