#include "race/readings.hpp"

#include <vector>

namespace stint::race {
namespace {

using timing::Event;

// A car's speed stays what it was when a later measurement doesn't tell it.
bool tells_speed(const Event& event) {
  const auto* telemetry = timing::event_as<timing::Telemetry>(event);
  return telemetry == nullptr || telemetry->speed_kph.has_value();
}

}  // namespace

std::optional<Readings::Key> Readings::key_of(const Event& event) {
  return is_reading(event) ? std::optional(Key{event.body.index(), *timing::car_of(event)}) : std::nullopt;
}

std::size_t Readings::forget_superseded(EventList& events, std::size_t until) {
  std::map<Key, bool> later;  // whether those after it tell the speed
  std::vector<bool> superseded(until, false);
  for (std::size_t i = until; i > 0; --i) {
    const Event& event = events[i - 1];
    const auto key = key_of(event);
    if (!key) continue;
    const auto [known, is_latest] = later.try_emplace(*key, tells_speed(event));
    if (is_latest) {
      latest_[*key] = {event.at, tells_speed(event)};
    } else if (known->second || !tells_speed(event)) {
      superseded[i - 1] = true;
    } else {
      known->second = true;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i < until && superseded[i]) continue;
    if (kept != i) events.edit(kept) = std::move(events.edit(i));
    ++kept;
  }
  const std::size_t forgotten = events.size() - kept;
  while (events.size() > kept) events.pop_back();
  return forgotten;
}

bool Readings::is_forgotten(const Event& event) const {
  const auto key = key_of(event);
  if (!key) return false;
  const auto latest = latest_.find(*key);
  if (latest == latest_.end() || event.at >= latest->second.at) return false;
  return latest->second.tells_speed || !tells_speed(event);
}

}  // namespace stint::race
