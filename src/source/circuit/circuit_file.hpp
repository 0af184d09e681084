// Course lines from the files that people have: GeoJSON with the centre line as a LineString, and an index of tracks beside it.
//
// Pure over texts. docs/dashboard.md ("Circuits") says what the files hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "race/circuit.hpp"
#include "timing/error.hpp"

namespace stint::source {

inline constexpr std::size_t kLargestCircuitFile = 8 * 1024 * 1024;

// A GeoJSON FeatureCollection: the first LineString is the course, from the start line in the direction of the race; points
// with a `role` are marks. `id`: the file's name without its ending. Error: bad_argument, which says what is wrong.
[[nodiscard]] Result<race::Circuit> read_circuit(std::string_view id, std::string_view geojson);

// One line a track of an index (JSON Lines): what it adds to circuits whose id is "SLUG", "SLUG_LAYOUT" or these with
// "_centreline" behind: names, length, sectors, slow zones. A line that can't be read adds nothing.
void add_track_index(std::string_view json_lines, std::vector<race::Circuit>& circuits);

// The attribution that a folder's ATTRIBUTION file asks for: its first paragraph with a copyright sign, without markup. Empty
// if there is none.
[[nodiscard]] std::string attribution_of(std::string_view text);

}  // namespace stint::source
