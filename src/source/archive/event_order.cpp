#include "source/archive/event_order.hpp"

#include <array>
#include <cstddef>

namespace stint::source::archive {
namespace {

constexpr unsigned kDigitBits = 11;  // three passes cover 33 bits; 2048 counters stay in the nearest cache
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
constexpr unsigned kPasses = 3;

std::size_t digit(std::uint32_t at_ms, unsigned pass) { return (at_ms >> (pass * kDigitBits)) & (kDigits - 1); }

}  // namespace

// Radix sort from the lowest digit: each pass is stable, so the whole is.
void sort_by_time(std::vector<Slot>& slots) {
  std::vector<Slot> sorted(slots.size());
  for (unsigned pass = 0; pass < kPasses; ++pass) {
    std::array<std::uint32_t, kDigits> places{};
    for (const Slot& slot : slots) ++places[digit(slot.at_ms, pass)];
    std::uint32_t next = 0;
    for (std::uint32_t& place : places) {
      const std::uint32_t count = place;
      place = next;
      next += count;
    }
    for (const Slot& slot : slots) sorted[places[digit(slot.at_ms, pass)]++] = slot;
    slots.swap(sorted);
  }
}

}  // namespace stint::source::archive
