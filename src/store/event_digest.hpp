// A fingerprint of a list of events, by which a second import of the same is recognised.
#pragma once

#include <span>
#include <string>

#include "timing/event.hpp"

namespace stint::store {

// 32 hexadecimal digits over the events' text form, whatever their seq. Guards against mistakes, not against malice.
[[nodiscard]] std::string digest_of(std::span<const timing::Event> events);

}  // namespace stint::store
