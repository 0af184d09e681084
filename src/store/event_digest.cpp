#include "store/event_digest.hpp"

#include <cstdint>
#include <string_view>

#include "timing/event_ndjson.hpp"

namespace stint::store {
namespace {

// FNV-1a with two different starts: 128 bits in all.
class Fingerprint {
 public:
  void take(std::string_view text) {
    for (const char c : text) {
      first_ = (first_ ^ static_cast<unsigned char>(c)) * kPrime;
      second_ = (second_ ^ static_cast<unsigned char>(c)) * kPrime + 1;
    }
  }

  [[nodiscard]] std::string hex() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint64_t half : {first_, second_}) {
      for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[(half >> static_cast<unsigned>(shift)) & 0xFU];
    }
    return text;
  }

 private:
  static constexpr std::uint64_t kPrime = 0x100000001B3ULL;
  std::uint64_t first_ = 0xCBF29CE484222325ULL;
  std::uint64_t second_ = 0x9E3779B97F4A7C15ULL;
};

// The line begins {"seq":N,"at": if it has a seq; all that follows doesn't depend on it.
std::string_view without_seq(std::string_view line) { return line.substr(line.find("\"at\":")); }

}  // namespace

std::string digest_of(std::span<const timing::Event> events) {
  Fingerprint print;
  std::string line;
  for (const timing::Event& event : events) {
    line.clear();
    timing::append_ndjson(event, line);
    print.take(without_seq(line));
  }
  return print.hex();
}

}  // namespace stint::store
