// The HTML of a timing page for one moment of a race.
#pragma once

#include <string>

#include "race/snapshot.hpp"

namespace stint::mock {

struct TableStyle {
  bool by_script = false;         // the rows are data that a script makes into a table
  bool latin1 = false;            // in ISO 8859-1, and says so
  bool twice = false;             // the leader stands in the table again at its end
  bool short_rows = false;        // every third row ends after a few cells
  bool yellow = false;            // whatever the flag is
  bool next_session = false;      // the race is over; the next session's page has no laps yet
  std::size_t padding_bytes = 0;  // of comments in front
};

[[nodiscard]] std::string timing_page(const race::Snapshot& race, const TableStyle& style);

}  // namespace stint::mock
