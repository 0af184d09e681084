// A relay of Timing71: whole states of a timing screen over a WebSocket. docs/sources/timing71.md has the mapping.
#pragma once

#include "source/live/catalogue.hpp"

namespace stint::live {

extern const LiveSource kTiming71Source;

}  // namespace stint::live
