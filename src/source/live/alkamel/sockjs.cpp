#include "source/live/alkamel/sockjs.hpp"

#include <cstring>

#include "timing/json_writer.hpp"

namespace stint::live::alkamel {
namespace {

// Where the JSON string that begins at `quote` ends: the place of its closing quote; npos if it is cut.
std::size_t closing_quote(std::string_view text, std::size_t quote) {
  for (std::size_t i = quote + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i;
    if (text[i] == '\\') ++i;
  }
  return std::string_view::npos;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four digits at `at`; -1 if they are none.
int hex_unit(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return -1;
  int unit = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

void append_utf8(std::uint32_t point, std::string& out) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0U | (point >> 6U));
  } else {
    if (point < 0x10000) {
      byte(0xE0U | (point >> 12U));
    } else {
      byte(0xF0U | (point >> 18U));
      byte(0x80U | ((point >> 12U) & 0x3FU));
    }
    byte(0x80U | ((point >> 6U) & 0x3FU));
  }
  byte(0x80U | (point & 0x3FU));
}

// The \uXXXX whose digits begin at `at`; moves `at` behind it. A lone half of a pair becomes U+FFFD.
bool append_unicode(std::string_view text, std::size_t& at, std::string& out) {
  const int unit = hex_unit(text, at);
  if (unit < 0) return false;
  at += 4;
  auto point = static_cast<std::uint32_t>(unit);
  if (point >= 0xD800 && point < 0xE000) {
    const bool pair = point < 0xDC00 && text.substr(at, 2) == "\\u";
    const int low = pair ? hex_unit(text, at + 2) : -1;
    if (low >= 0xDC00 && low < 0xE000) {
      point = 0x10000 + ((point - 0xD800) << 10U) + (static_cast<std::uint32_t>(low) - 0xDC00);
      at += 6;
    } else {
      point = 0xFFFD;
    }
  }
  append_utf8(point, out);
  return true;
}

bool read_messages(std::string_view list, std::vector<std::string>& messages) {
  std::size_t at = 1;
  while (at < list.size() && list[at] == '"') {
    const std::size_t end = closing_quote(list, at);
    if (end == std::string_view::npos) return false;
    if (!unescape(list.substr(at + 1, end - at - 1), messages.emplace_back())) return false;
    at = end + 1;
    if (at < list.size() && list[at] == ',') ++at;
  }
  return at + 1 == list.size() && list[at] == ']';
}

std::uint64_t mixed(std::uint64_t value) {  // SplitMix64
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31U);
}

}  // namespace

bool unescape(std::string_view text, std::string& out) {
  out.reserve(out.size() + text.size());
  for (std::size_t at = 0; at < text.size();) {
    const void* found = std::memchr(text.data() + at, '\\', text.size() - at);
    const std::size_t next =
        found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    out.append(text, at, next - at);
    if (next == text.size()) return true;
    if (next + 1 == text.size()) return false;
    at = next + 2;
    switch (text[next + 1]) {
      case '"':
      case '\\':
      case '/':
        out += text[next + 1];
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u':
        if (!append_unicode(text, at, out)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

SockJsFrame read_sockjs(std::string_view frame) {
  using Kind = SockJsFrame::Kind;
  if (frame == "o") return {Kind::open, {}, {}};
  if (frame == "h") return {Kind::heartbeat, {}, {}};
  SockJsFrame read;
  if (frame.starts_with("c[")) {
    read.kind = Kind::close;
    read.reason = frame.substr(1);
  } else if (frame.starts_with("a[") && read_messages(frame.substr(1), read.messages)) {
    read.kind = Kind::messages;
  } else {
    read.reason = "expected a SockJS frame (o, h, a[...] or c[...]), found \"" + std::string(frame.substr(0, 40)) + "\"";
  }
  return read;
}

std::string sockjs_text(std::string_view message) {
  std::string text;
  timing::JsonWriter(text).begin_array().value(message).end_array();
  return text;
}

std::string sockjs_path(std::uint64_t seed, std::uint64_t connection) {
  static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  std::uint64_t random = mixed(seed ^ mixed(connection));
  const auto draw = [&](std::uint64_t below) {
    const std::uint64_t drawn = random % below;
    random = mixed(random);
    return drawn;
  };
  std::string path = "/";
  for (int i = 0; i < 3; ++i) path += static_cast<char>('0' + draw(10));
  path += '/';
  for (int i = 0; i < 8; ++i) path += kLetters[draw(kLetters.size())];
  return path;
}

}  // namespace stint::live::alkamel
