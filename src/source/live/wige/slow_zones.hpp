// Slow zones and local Code 60 of the marshal posts, from the second endpoint that the ring has for them.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <map>
#include <vector>

#include "source/live/wige/time_text.hpp"
#include "timing/event.hpp"

namespace stint::live::wige {

class SlowZones {
 public:
  // {"data":[[type, post],...]}: 60 Code 60, 120 double yellow, 80 slow zone, 0 cleared, -1 inactive. A post that is no longer
  // listed is cleared. False: this is no such document.
  bool take(const simdjson::dom::element& document, Instant at, std::vector<timing::Event>& out);
  void forget() { shown_.clear(); }

 private:
  std::map<std::int32_t, timing::FlagKind> shown_;
};

}  // namespace stint::live::wige
