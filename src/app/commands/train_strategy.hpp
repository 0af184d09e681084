// `stint train strategy`: what earlier races teach strategists, as tallies.
#pragma once

#include <string>
#include <vector>

#include "app/configuration.hpp"
#include "timing/error.hpp"

namespace stint::app {

// Reads `files` (timing files, event logs or session ids), tallies each race and writes all to `out`; a report on standard
// output. Errors: those of read_recording() and rule_library(), bad_argument for a race whose start isn't known, and those of
// writing.
[[nodiscard]] Result<void> train_strategy(const std::vector<std::string>& files, const std::string& out,
                                          const Configuration& configuration);

}  // namespace stint::app
