// What a recording of a feed tells, as the log of a session: each fact once, in canonical order.
#pragma once

#include <vector>

#include "timing/event.hpp"

namespace stint::source {

// Ordered by time, then kind. Of two statements of one lap, sector or pit movement the later one of the list stands.
[[nodiscard]] std::vector<timing::Event> canonical_events(std::vector<timing::Event> events);

}  // namespace stint::source
