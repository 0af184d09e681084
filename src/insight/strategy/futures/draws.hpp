// Numbered random draws: each is found from its key and its number alone, so that none depends on what else was drawn.
//
// This is what makes two worlds comparable: the luck of a car on a lap is the same in both, however often it stops.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace stint::insight {

// Bits of `value`, mixed until none tells of another (finaliser of SplitMix64; Steele, Lea, Flood 2014).
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ value >> 30U) * 0xBF58476D1CE4E5B9U;
  value = (value ^ value >> 27U) * 0x94D049BB133111EBU;
  return value ^ value >> 31U;
}

// Of a text, the same on every machine (FNV-1a, 64 bits).
[[nodiscard]] constexpr std::uint64_t key_of(std::string_view text) {
  std::uint64_t key = 0xCBF29CE484222325U;
  for (const char c : text) key = (key ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return key;
}

// The standard normal deviate that a share `p` of all is below. 0 < p < 1. Relative error below 1e-9 (Acklam 2003, one step of
// refinement left out: 1.15e-9).
[[nodiscard]] double normal_quantile(double p);

// Share of standard normal deviates below `z`.
[[nodiscard]] double normal_share(double z);

class Draws {
 public:
  Draws() = default;
  explicit Draws(std::uint64_t key) : key_(key) {}
  // Draws of something within this: of a run, then of a car of it.
  [[nodiscard]] Draws of(std::uint64_t key) const { return Draws(mixed(key_ ^ mixed(key + kStep))); }

  [[nodiscard]] std::uint64_t bits(std::uint64_t number) const { return mixed(key_ + (number + 1) * kStep); }
  // Between 0 and 1, both excluded.
  [[nodiscard]] double uniform(std::uint64_t number) const {
    return (static_cast<double>(bits(number) >> 12U) + 0.5) * 0x1.0p-52;
  }
  // Standard normal, from a table: mean 0, standard deviation 1 to four digits.
  [[nodiscard]] double normal(std::uint64_t number) const;
  // Of mean 1.
  [[nodiscard]] double exponential(std::uint64_t number) const;

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;
  std::uint64_t key_ = 0;
};

}  // namespace stint::insight
