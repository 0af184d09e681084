// The body of POST /api/replay.
#pragma once

#include <optional>
#include <string_view>

#include "server/race_channel.hpp"
#include "timing/error.hpp"

namespace stint::server {

// {"action":"play"}, {"action":"pause"}, {"action":"seek","at_ms":N} (race clock) or {"action":"speed","speed":60 or "max"}.
// `starts` is the zero of the race clock. Error: bad_argument with what is wrong.
[[nodiscard]] Result<ReplayCommand> parse_replay_command(std::string_view json, std::optional<timing::Instant> starts);

}  // namespace stint::server
