// For tests: any event of any kind, every field within the bounds of event_limits.hpp.
//
// What rapidcheck makes of these descriptions takes a minute to compile, so that is done once, for the tests of all rooms.
#pragma once

#include <rapidcheck/Gen.h>

#include <cstddef>

#include "timing/event.hpp"

namespace stint::timing::generate {

// Of the kind with this place among EventBody's alternatives.
rc::Gen<EventBody> body(std::size_t kind);

// Not yet in a log (seq 0).
rc::Gen<Event> event();

}  // namespace stint::timing::generate
