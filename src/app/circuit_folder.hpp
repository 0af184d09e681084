// A folder of course lines that the user has.
#pragma once

#include <string>
#include <vector>

#include "race/circuit.hpp"
#include "timing/error.hpp"

namespace stint::app {

// Every *.geojson of the folder, with what its *.jsonl files (an index of tracks) and its ATTRIBUTION file add; by name. A file
// that is no course is left out with a warning. Error: file_unreadable, if there is no such folder.
[[nodiscard]] Result<std::vector<race::Circuit>> read_circuit_folder(const std::string& folder);

}  // namespace stint::app
