// The course as the API gives it (docs/api.md, /api/circuit).
#pragma once

#include "race/circuit.hpp"
#include "timing/json_writer.hpp"

namespace stint::server {

// `circuit` may be nullptr: no course is known for this track.
void write_circuit(timing::JsonWriter& json, const timing::Session& session, const race::Circuit* circuit);

}  // namespace stint::server
