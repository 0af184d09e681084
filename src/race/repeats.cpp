#include "race/repeats.hpp"

#include <algorithm>
#include <tuple>

namespace stint::race {
namespace {

using timing::Event;
using timing::event_as;

// The part of the key that is not the kind and the car. Session and entry are stated anew as they change, and each statement
// stands.
struct FactKey {
  std::int32_t lap = 0;
  std::int32_t index = 0;
  friend bool operator==(const FactKey&, const FactKey&) = default;
  friend auto operator<=>(const FactKey&, const FactKey&) = default;
};

FactKey key_of(const Event& event) {
  return std::visit(
      []<class Body>(const Body& body) -> FactKey {
        if constexpr (requires {
                        body.lap;
                        body.index;
                      })
          return {body.lap, body.index};
        if constexpr (requires {
                        body.number;
                        body.scope;
                      })
          return {body.number, static_cast<std::int32_t>(body.scope)};
        if constexpr (std::is_same_v<Body, timing::DriverChange>) return {body.lap.value_or(0), 0};
        if constexpr (requires { body.lap; } && !std::is_same_v<Body, timing::DriverChange>) {
          return {static_cast<std::int32_t>(body.lap), 0};
        }
        return {};
      },
      event.body);
}

bool is_timing_fact(const Event& event) {
  return event_as<timing::Lap>(event) != nullptr || event_as<timing::Sector>(event) != nullptr ||
         event_as<timing::Loop>(event) != nullptr || event_as<timing::PitIn>(event) != nullptr ||
         event_as<timing::PitOut>(event) != nullptr;
}

CarNumber number_of(const Event& event) {
  const CarNumber* car = timing::car_of(event);
  return car == nullptr ? CarNumber{} : *car;
}

// Whether a fact about this lap can be among what is folded already: false lets a race that runs in order skip the search.
bool may_be_known(const RaceState& state, const Event& event) {
  const CarProgress* car = state.find(number_of(event));
  if (car == nullptr) return false;
  if (event_as<timing::Lap>(event) != nullptr) return key_of(event).lap <= car->laps_completed();
  if (const auto* sector = event_as<timing::Sector>(event)) {
    return sector->lap <= car->laps_completed() || car->now.last_sector >= sector->index;
  }
  if (const auto* pit_in = event_as<timing::PitIn>(event))
    return !car->stops.empty() && car->stops.back().in_lap >= pit_in->lap;
  if (const auto* pit_out = event_as<timing::PitOut>(event)) {
    return !car->stops.empty() && car->stops.back().out_lap.value_or(0) >= pit_out->lap;
  }
  return true;
}

// The instant at which the fold has this fact, if it keeps that: spares a feed that resends a whole race the search through it.
std::optional<Instant> instant_in_state(const RaceState& state, const Event& event) {
  const CarProgress* car = state.find(number_of(event));
  if (car == nullptr) return std::nullopt;
  const FactKey key = key_of(event);
  if (event_as<timing::Lap>(event) != nullptr) return car->crossed({key.lap, 0});
  if (event_as<timing::Sector>(event) != nullptr && key.index >= 1 && key.index <= static_cast<std::int32_t>(kMaxSectors)) {
    return car->crossed({key.lap, key.index});
  }
  for (const PitStop& stop : car->stops) {
    if (event_as<timing::PitIn>(event) != nullptr && stop.in_lap == key.lap) return stop.in_at;
    if (event_as<timing::PitOut>(event) != nullptr && stop.out_lap == key.lap) return stop.out_at;
  }
  return std::nullopt;
}

std::optional<std::size_t> find_at(const EventList& events, Instant at, const Event& event) {
  const auto earlier = [](const Event& known, Instant wanted) { return known.at < wanted; };
  auto place = std::lower_bound(events.begin(), events.end(), at, earlier);
  for (; place != events.end() && place->at == at; ++place) {
    if (same_fact(*place, event)) return static_cast<std::size_t>(place - events.begin());
  }
  return std::nullopt;
}

// Facts without a lap are repeated with their own instant.
std::optional<std::size_t> find_at_instant(const EventList& events, const Event& event) {
  if (events.empty() || events.back().at < event.at) return std::nullopt;
  return find_at(events, event.at, event);
}

}  // namespace

bool comes_before(const Event& a, const Event& b) {
  if (a.at != b.at) return a.at < b.at;
  if (a.body.index() != b.body.index()) return a.body.index() < b.body.index();
  return std::tuple(number_of(a), key_of(a)) < std::tuple(number_of(b), key_of(b));
}

bool same_fact(const Event& a, const Event& b) {
  if (a.body.index() != b.body.index()) return false;
  if (number_of(a) != number_of(b) || key_of(a) != key_of(b)) return false;
  if (const auto* message = event_as<timing::RaceControl>(a)) {
    const auto* other = event_as<timing::RaceControl>(b);
    return message->id == other->id && (!message->id.empty() || a.at == b.at);
  }
  return is_timing_fact(a) || a.at == b.at;
}

FactIdentity identity_of(const Event& event) {
  const FactKey key = key_of(event);
  const auto* message = event_as<timing::RaceControl>(event);
  const std::string id = message == nullptr ? std::string{} : message->id;
  const Instant at = is_timing_fact(event) || !id.empty() ? Instant{} : event.at;
  return {event.body.index(), number_of(event), key.lap, key.index, id, at};
}

bool same_content(const Event& a, const Event& b) { return a.body == b.body; }

std::optional<std::size_t> find_same_fact(const EventList& events, const RaceState& state, const Event& event) {
  const auto* message = event_as<timing::RaceControl>(event);
  const bool search_all = message != nullptr ? !message->id.empty() : is_timing_fact(event);
  if (!search_all) return find_at_instant(events, event);
  if (message == nullptr && !may_be_known(state, event)) return std::nullopt;
  if (const auto at = instant_in_state(state, event)) {
    if (const auto place = find_at(events, *at, event)) return place;
  }
  for (std::size_t i = events.size(); i > 0; --i) {
    if (same_fact(events[i - 1], event)) return i - 1;
  }
  return std::nullopt;
}

}  // namespace stint::race
