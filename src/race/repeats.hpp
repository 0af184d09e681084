// When two events are the same fact, and in what order facts take effect.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>

#include "race/race_state.hpp"
#include "race/shared_history.hpp"
#include "timing/event.hpp"

namespace stint::race {

using EventList = SharedHistory<timing::Event, 128>;

// Canonical order: instant, then kind (EventBody's order), then car, lap and index, so that the order in which a log came in
// does not matter.
[[nodiscard]] bool comes_before(const timing::Event& a, const timing::Event& b);

// The key of a fact is (car, lap, kind, index); of a message its id; of an entry its car. Facts without such a key (flag,
// weather, clock, position ...) are the same only if their instant is.
[[nodiscard]] bool same_fact(const timing::Event& a, const timing::Event& b);

// The same key as a value that can be looked up: equal for two events if and only if they are the same fact.
using FactIdentity = std::tuple<std::size_t, CarNumber, std::int32_t, std::int32_t, std::string, Instant>;
[[nodiscard]] FactIdentity identity_of(const timing::Event& event);

// Equal but for the place in the log and the instant.
[[nodiscard]] bool same_content(const timing::Event& a, const timing::Event& b);

// The place of the event in `events` (canonical order, folded into `state`) that is the same fact as `event`.
[[nodiscard]] std::optional<std::size_t> find_same_fact(const EventList& events, const RaceState& state,
                                                        const timing::Event& event);

}  // namespace stint::race
