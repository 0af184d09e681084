#include "net/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace stint::net {
namespace {

// splitmix64 (Steele, Lea, Flood 2014), scaled to [-1, 1).
double next_deviation(std::uint64_t& state) {
  std::uint64_t mixed = state += 0x9E3779B97F4A7C15ULL;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  mixed ^= mixed >> 31U;
  return static_cast<double>(mixed >> 11U) * 0x1.0p-52 - 1.0;
}

}  // namespace

Backoff::Backoff(std::uint64_t seed) : Backoff(seed, Limits{}) {}

Backoff::Backoff(std::uint64_t seed, Limits limits) : limits_(limits), wait_(limits.first), state_(seed) {}

timing::Millis Backoff::next() {
  const auto plain = static_cast<double>(wait_.count());
  wait_ = std::min(wait_ * 2, limits_.longest);
  return timing::Millis{std::llround(plain * (1.0 + limits_.jitter * next_deviation(state_)))};
}

}  // namespace stint::net
