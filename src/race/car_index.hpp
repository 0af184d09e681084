// From a car's number to its place in the field, in a few nanoseconds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "timing/inline_text.hpp"

namespace stint::race {

// Open addressing over a power of two; never more than half full. A field has tens of cars.
class CarIndex {
 public:
  [[nodiscard]] std::optional<std::size_t> find(const timing::CarNumber& car) const {
    if (slots_.empty()) return std::nullopt;
    for (std::size_t slot = car.hash() & (slots_.size() - 1);; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot].first.empty()) return std::nullopt;
      if (slots_[slot].first == car) return slots_[slot].second;
    }
  }

  // REQUIRES: car is not empty and not in the index.
  void add(const timing::CarNumber& car, std::size_t place) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    insert(car, place);
    ++count_;
  }

 private:
  using Slot = std::pair<timing::CarNumber, std::size_t>;

  void insert(const timing::CarNumber& car, std::size_t place) {
    std::size_t slot = car.hash() & (slots_.size() - 1);
    while (!slots_[slot].first.empty()) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {car, place};
  }

  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(16, slots_.size() * 2));
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      if (!slot.first.empty()) insert(slot.first, slot.second);
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace stint::race
