// An account as JSON: one form for the command and for the API (docs/story.md).
#pragma once

#include "insight/story/story.hpp"
#include "timing/json_writer.hpp"

namespace stint::insight::story {

// {"from_ms","to_ms","car","class","sentences":[{"text","kind","at_ms","weight","cars":[],"claim":{},"events":[]}],"left_out"}.
// Instants are on the race clock, null if the start isn't known.
void write_account(timing::JsonWriter& json, const timing::Session& session, const Account& account);

}  // namespace stint::insight::story
