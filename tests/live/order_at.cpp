#include "live/order_at.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <vector>

namespace stint::testing {
namespace {

struct Place {
  std::string car;
  std::int32_t laps = 0;
  timing::Instant crossed_at{};
  bool shown = false;
};

// Cars without a lap have no place.
std::vector<Place> order_at(const race::Snapshot& race, timing::Instant at) {
  std::vector<Place> order;
  for (const race::CarSnapshot& car : race.cars) {
    Place place{.car = car.number().str()};
    for (const race::LapRecord& lap : car.laps_done) {
      if (lap.ended_at > at || lap.number <= place.laps) continue;
      place.laps = lap.number;
      place.crossed_at = lap.ended_at;
    }
    if (place.laps > 0) order.push_back(std::move(place));
  }
  std::ranges::sort(
      order, [](const Place& a, const Place& b) { return a.laps != b.laps ? a.laps > b.laps : a.crossed_at < b.crossed_at; });
  return order;
}

}  // namespace

std::string order_difference(const race::Snapshot& truth, const race::Snapshot& shown, timing::Instant at,
                             timing::Millis line) {
  std::map<std::string, Place> real_places;
  for (Place& place : order_at(truth, at)) real_places.emplace(place.car, std::move(place));
  std::string words;
  const Place* before = nullptr;
  for (const Place& place : order_at(shown, at)) {
    const auto found = real_places.find(place.car);
    if (found == real_places.end()) {
      const bool crosses_now = place.laps == 1 && place.crossed_at + line >= at;  // its first lap, by the feed's clock
      if (!crosses_now) words += place.car + " has no place yet; ";
      continue;
    }
    Place& real = found->second;
    real.shown = true;
    if (place.laps != real.laps) {
      const Place& further = place.laps > real.laps ? place : real;
      const bool crosses_now = std::abs(place.laps - real.laps) == 1 && further.crossed_at + line >= at;
      if (!crosses_now)
        words += place.car + " has " + std::to_string(real.laps) + " laps, not " + std::to_string(place.laps) + "; ";
      continue;
    }
    const bool is_ahead = before != nullptr && real.laps == before->laps && real.crossed_at + line < before->crossed_at;
    if (is_ahead) words += place.car + " is ahead of " + before->car + "; ";
    before = &real;
  }
  for (const auto& [car, place] : real_places) {
    if (!place.shown && place.crossed_at + line < at) words += car + " is missing; ";
  }
  return words;
}

std::optional<timing::Millis> shortest_lap(const race::Snapshot& race) {
  std::optional<timing::Millis> shortest;
  for (const race::CarSnapshot& car : race.cars) {
    for (const race::LapRecord& lap : car.laps_done) {
      if (lap.number > 1 && lap.time && (!shortest || *lap.time < *shortest)) shortest = lap.time;
    }
  }
  return shortest;
}

}  // namespace stint::testing
