// Finds what ends a field: separators, line ends and quotes, a block of bytes at a time.
//
// Splitting lines is half of reading a file. With SSE2, which every x86-64 has, a block is 16 bytes; elsewhere it is 8 and the
// same is done with plain 64-bit arithmetic.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace stint::source::archive {

// Eight bytes at a time, on any machine.
class PlainDelimiterFinder {
 public:
  static constexpr std::size_t kBlock = 8;

  explicit PlainDelimiterFinder(char separator) : separators_(in_every_byte(separator)) {}

  // A bit for each delimiter among the first kBlock bytes at `from`, of which `available` may be read. Zero: none.
  [[nodiscard]] std::uint64_t find(const char* from, std::size_t available) const {
    std::uint64_t word = 0;
    std::memcpy(&word, from, available < kBlock ? available : kBlock);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    return matches(word, separators_) | matches(word, in_every_byte('\n')) | matches(word, in_every_byte('"'));
  }

  // Which byte the lowest bit stands for.
  [[nodiscard]] static std::size_t position(std::uint64_t found) {
    return static_cast<std::size_t>(std::countr_zero(found)) / 8;
  }

 private:
  static constexpr std::uint64_t in_every_byte(char c) { return 0x0101010101010101ULL * static_cast<unsigned char>(c); }

  // The top bit of each byte of `word` that equals that byte of `pattern`; exact, unlike the shorter well-known trick.
  static constexpr std::uint64_t matches(std::uint64_t word, std::uint64_t pattern) {
    constexpr std::uint64_t kLowBits = 0x7F7F7F7F7F7F7F7FULL;
    const std::uint64_t differs = word ^ pattern;
    return ~(((differs & kLowBits) + kLowBits) | differs | kLowBits);
  }

  std::uint64_t separators_;
};

#if defined(__SSE2__)
class Sse2DelimiterFinder {
 public:
  static constexpr std::size_t kBlock = 16;

  explicit Sse2DelimiterFinder(char separator) : separators_(_mm_set1_epi8(separator)) {}

  [[nodiscard]] std::uint32_t find(const char* from, std::size_t available) const {
    alignas(16) char tail[kBlock] = {};
    if (available < kBlock) {
      std::memcpy(tail, from, available);
      from = tail;
    }
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const __m128i line_ends = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
    const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, separators_), _mm_or_si128(line_ends, quotes));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(found));
  }

  [[nodiscard]] static std::size_t position(std::uint32_t found) { return static_cast<std::size_t>(std::countr_zero(found)); }

 private:
  __m128i separators_;
};
using DelimiterFinder = Sse2DelimiterFinder;
#else
using DelimiterFinder = PlainDelimiterFinder;
#endif

}  // namespace stint::source::archive
