// A gap as the leaderboard shows it.
#pragma once

#include <string>

#include "race/snapshot.hpp"

namespace stint::server {

// "Leader", "+12.345", "+1 LAP", "+2 LAPS"; "-" if unknown.
[[nodiscard]] std::string gap_text(const race::Gap& gap, bool leads);

}  // namespace stint::server
