#include "source/simulate/random_stream.hpp"

#include <bit>

namespace stint::source {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31U);
}

// FNV-1a, 64 bit.
std::uint64_t number_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view purpose) {
  std::uint64_t mixer = seed;
  mixer = splitmix(mixer) ^ number_of(purpose);
  for (std::uint64_t& word : state_) word = splitmix(mixer);
}

std::uint64_t RandomStream::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double RandomStream::uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

double RandomStream::uniform(double low, double high) { return low + (high - low) * uniform(); }

std::int64_t RandomStream::whole(std::int64_t low, std::int64_t high) {
  const auto width = static_cast<std::uint64_t>(high - low) + 1;
  // The bias of the remainder is below 2^-40 for the ranges used here.
  return low + static_cast<std::int64_t>(next() % width);
}

bool RandomStream::chance(double probability) { return uniform() < probability; }

double RandomStream::normal() {
  // The sum of eight 16-bit uniform numbers, whose variance is 8/12.
  constexpr double kScale = 1.2247448713915890 / 65536.0;  // sqrt(12 / 8)
  std::uint64_t sum = 0;
  for (int draw = 0; draw < 2; ++draw) {
    const std::uint64_t bits = next();
    for (unsigned shift = 0; shift < 64; shift += 16) sum += (bits >> shift) & 0xFFFFU;
  }
  constexpr double kMean = 4.0 * 65535.0;
  return (static_cast<double>(sum) - kMean) * kScale;
}

}  // namespace stint::source
