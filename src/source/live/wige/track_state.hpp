// Track state and clock (PID 4, and TRACKSTATE of PID 0).
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>

#include "source/live/wige/time_text.hpp"
#include "timing/event.hpp"

namespace stint::live::wige {

// 0 green, 1 yellow, 3 safety car, 4 finished. 2 is red by two clients of the feed and Code 60 by a third; at the ring Code 60
// is local, so it is taken as red. Anything else is unknown.
[[nodiscard]] std::optional<timing::FlagKind> flag_of(std::string_view track_state);

struct TrackState {
  std::optional<timing::FlagKind> flag;
  std::optional<timing::SessionState> state;
  std::optional<Instant> ends_at;     // while the time runs
  std::optional<Millis> time_to_run;  // before it does
  std::optional<Instant> changed_at;  // of the last change of state, as the feed says
};

[[nodiscard]] TrackState read_track_state(const simdjson::dom::object& frame);

}  // namespace stint::live::wige
