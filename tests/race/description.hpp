// A snapshot as text, every field of it: two states are the same if their descriptions are.
#pragma once

#include <string>

#include "race/snapshot.hpp"

namespace stint::testing {

// Leaves out version and last_seq, which count publications and log places rather than the race.
[[nodiscard]] std::string describe(const race::Snapshot& shown);

}  // namespace stint::testing
