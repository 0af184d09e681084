// What is logged of the differences between a feed's opinion and ours: a line when one begins, with both derivations, and one
// when it ends.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::app {

class DifferenceLog {
 public:
  [[nodiscard]] std::vector<std::string> changes(const race::Snapshot& snapshot);

 private:
  std::vector<race::Difference> open_;
};

}  // namespace stint::app
