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

namespace detail {

// The form that nearly every time of a file has: [[H]H:][M]M:SS.fff or SS.fff. Each digit is checked, and anything else is
// nullopt.
[[nodiscard]] constexpr std::optional<FileMillis> parse_usual_clock(std::string_view text) {
  const std::size_t size = text.size();
  if (size < 6 || size > 12 || text[size - 4] != '.') return std::nullopt;
  unsigned highest = 0;
  const auto digit = [&](std::size_t i) {
    const unsigned value = static_cast<unsigned>(static_cast<unsigned char>(text[i])) - '0';
    highest = value > highest ? value : highest;
    return static_cast<std::int32_t>(value & 15U);
  };
  // Two digits that end at `end`, or the one that the text begins with.
  const auto pair = [&](std::size_t end) { return end == 1 ? digit(0) : digit(end - 2) * 10 + digit(end - 1); };
  std::int32_t ms = digit(size - 3) * 100 + digit(size - 2) * 10 + digit(size - 1);
  const std::int32_t seconds = pair(size - 4);
  ms += seconds * 1000;
  if (size == 6) return highest > 9 ? std::nullopt : std::optional(FileMillis{ms});
  if (size < 8 || text[size - 7] != ':') return std::nullopt;
  const std::int32_t minutes = pair(size - 7);
  ms += minutes * 60'000;
  if (size <= 9) return highest > 9 || seconds > 59 ? std::nullopt : std::optional(FileMillis{ms});
  if (size < 11 || text[size - 10] != ':') return std::nullopt;
  ms += pair(size - 10) * 3'600'000;
  return highest > 9 || seconds > 59 || minutes > 59 ? std::nullopt : std::optional(FileMillis{ms});
}

[[nodiscard]] constexpr std::optional<FileMillis> parse_any_clock(std::string_view text) {
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
      ms += std::int64_t{c - '0'} * unit;
      unit /= 10;
    }
  }
  if (ms > kLongestClock.count()) return std::nullopt;
  return FileMillis{static_cast<std::int32_t>(ms)};
}

}  // namespace detail

// Reads [[H:]M:]S[.fff]; one to three decimals. Minutes and seconds after a colon are two digits below 60; hours are not
// bounded by 24 (ELAPSED runs past a day). Anything else, also empty text and what is over kLongestClock, is nullopt.
[[nodiscard]] constexpr std::optional<FileMillis> parse_clock(std::string_view text) {
  if (const auto usual = detail::parse_usual_clock(text)) [[likely]]
    return usual;
  return detail::parse_any_clock(text);
}

}  // namespace stint::source::archive
