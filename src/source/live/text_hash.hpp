// A short name for a text that is the same in every run: part of the ids of messages that their feed gives none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stint::live {

// 64 bits of FNV-1a as 16 hexadecimal digits.
[[nodiscard]] inline std::string text_hash(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(hash >> static_cast<unsigned>(shift)) & 15U];
  return digits;
}

}  // namespace stint::live
