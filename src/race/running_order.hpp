// Who is ahead of whom: laps completed, then the earliest crossing of the line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace stint::race {

// Invariant: places_ holds every car index added, in order. Because crossings come in the order of time, a car that completes
// lap n goes behind all that have completed n already and before all that have not: it only ever moves up.
class RunningOrder {
 public:
  void add(std::size_t car) { places_.push_back(car); }

  // `car` has just completed its lap; `laps_of(other)` gives completed laps, the new one included. Returns its place, 1-based.
  template <class LapsOf>
  std::int32_t cross_line(std::size_t car, const LapsOf& laps_of) {
    std::size_t place = place_of(car);
    const std::int32_t laps = laps_of(car);
    while (place > 0 && laps_of(places_[place - 1]) < laps) {
      places_[place] = places_[place - 1];
      --place;
    }
    places_[place] = car;
    return static_cast<std::int32_t>(place) + 1;
  }

  void remove(std::size_t car) { std::erase(places_, car); }

  // Puts all in order again, by a key that is smaller for who is ahead; equal keys keep their order.
  template <class KeyOf>
  void restore(const KeyOf& key_of) {
    std::ranges::stable_sort(places_, {}, key_of);
  }

  [[nodiscard]] std::size_t leader() const { return places_.front(); }
  [[nodiscard]] std::span<const std::size_t> places() const { return places_; }

 private:
  [[nodiscard]] std::size_t place_of(std::size_t car) const {
    std::size_t place = 0;
    while (places_[place] != car) ++place;
    return place;
  }

  std::vector<std::size_t> places_;
};

}  // namespace stint::race
