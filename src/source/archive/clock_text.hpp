// Times as timing files write them: "1:26.214", "24:03:01.512", "57.783", "0:00:34.100".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stint::source::archive {

// A time of a timing file. 32 bits keep a row small, which is what makes a race quick to read.
using FileMillis = std::chrono::duration<std::int32_t, std::milli>;

// Longer than any session; and four such times still add up within 32 bits.
inline constexpr FileMillis kLongestClock{120 * 60 * 60 * 1000};

// Reads [[H:]M:]S[.fff]; one to three decimals. Minutes and seconds after a colon are two digits below 60; hours are not bounded
// by 24 (ELAPSED runs past a day). Anything else, also empty text and what is over kLongestClock, is nullopt.
[[nodiscard]] constexpr std::optional<FileMillis> parse_clock(std::string_view text) {
  std::int64_t whole = 0;  // what the groups before the last colon are worth, in units of the group being read
  std::int64_t group = 0;
  int digits = 0;
  int colons = 0;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != '.'; ++i) {
    const auto digit = static_cast<unsigned>(static_cast<unsigned char>(text[i])) - '0';
    if (digit <= 9) {
      group = group * 10 + digit;
      if (++digits > 9) return std::nullopt;
    } else if (text[i] == ':' && digits > 0 && colons < 2) {
      if (colons > 0 && (digits != 2 || group >= 60)) return std::nullopt;
      whole = (whole + group) * 60;
      group = 0;
      digits = 0;
      ++colons;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || (colons > 0 && (digits != 2 || group >= 60))) return std::nullopt;
  std::int64_t ms = (whole + group) * 1000;
  if (i < text.size()) {
    const std::string_view decimals = text.substr(i + 1);
    if (decimals.empty() || decimals.size() > 3) return std::nullopt;
    int unit = 100;
    for (const char c : decimals) {
      if (c < '0' || c > '9') return std::nullopt;
      ms += (c - '0') * unit;
      unit /= 10;
    }
  }
  if (ms > kLongestClock.count()) return std::nullopt;
  return FileMillis{static_cast<std::int32_t>(ms)};
}

}  // namespace stint::source::archive
