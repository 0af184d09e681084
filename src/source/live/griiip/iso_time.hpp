// ISO 8601 as .NET services write it: "2026-06-13T17:27:14.7309842+00:00", "2026-06-13T14:00:00Z".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "timing/instant.hpp"

namespace stint::live::griiip {

// 0 to 9 fractional digits (cut to milliseconds), `Z`, an offset, or neither (UTC). .NET's unset 0001-01-01 is no time.
[[nodiscard]] std::optional<timing::Instant> parse_iso_time(std::string_view text);

// As the service's own queries want it: "2026-06-13T14:00:00Z".
[[nodiscard]] std::string iso_time(timing::Instant at);

}  // namespace stint::live::griiip
