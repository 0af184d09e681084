// Random numbers that are the same on every machine: integers, and basic arithmetic on doubles (exact by IEEE 754), no libm and
// none of the standard library's distributions, whose results differ between implementations.
//
// Generator: xoshiro256++ (Blackman and Vigna, 2019), seeded by splitmix64. Each car and each purpose has its own stream, so
// that one decision more or less for one of them doesn't change what happens to the others by chance alone.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace stint::source {

class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view purpose);

  std::uint64_t next();
  double uniform();                                         // [0, 1)
  double uniform(double low, double high);                  // [low, high)
  std::int64_t whole(std::int64_t low, std::int64_t high);  // low .. high, both included
  bool chance(double probability);
  double normal();  // mean 0, standard deviation 1, never beyond 4.9

  // One of the items. REQUIRES: not empty
  template <class T>
  const T& pick(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(whole(0, static_cast<std::int64_t>(items.size()) - 1))];
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace stint::source
