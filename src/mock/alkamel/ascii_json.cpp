#include "mock/alkamel/ascii_json.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

namespace stint::mock::alkamel {
namespace {

void append_escape(std::string& out, std::uint32_t unit) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "\\u%04x", unit & 0xFFFFU);
  out += text.data();
}

// How many bytes follow the first one of a character (RFC 3629).
std::size_t continuation_bytes(unsigned char first) { return first >= 0xF0U ? 3 : first >= 0xE0U ? 2 : 1; }

}  // namespace

std::string ascii_json(std::string_view json) {
  constexpr unsigned char kAscii = 0x80;
  constexpr std::uint32_t kFirstOfPairs = 0x10000;
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto first = static_cast<unsigned char>(json[i]);
    if (first < kAscii) {
      out.push_back(json[i]);
      continue;
    }
    const std::size_t more = continuation_bytes(first);
    std::uint32_t code = first & (0x3FU >> more);
    for (std::size_t k = 0; k < more && i + 1 < json.size(); ++k)
      code = (code << 6U) | (static_cast<unsigned char>(json[++i]) & 0x3FU);
    if (code >= kFirstOfPairs) {
      append_escape(out, 0xD800U + ((code - kFirstOfPairs) >> 10U));
      append_escape(out, 0xDC00U + ((code - kFirstOfPairs) & 0x3FFU));
    } else {
      append_escape(out, code);
    }
  }
  return out;
}

}  // namespace stint::mock::alkamel
