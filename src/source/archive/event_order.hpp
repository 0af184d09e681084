// Puts what happened in order of time, quickly: a day's race is sorted as 8-byte slots, and each Event is made once, in its
// place.
#pragma once

#include <cstdint>
#include <vector>

namespace stint::source::archive {

struct Slot {
  std::uint32_t at_ms;  // since the start of the session
  std::uint32_t what;   // meaning is the caller's
};

// Stable: slots of the same instant stay in the order in which they are given.
void sort_by_time(std::vector<Slot>& slots);

}  // namespace stint::source::archive
