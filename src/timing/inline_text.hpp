// A short text that lives inside its owner: trivially copyable, compared as bytes, never allocated.
//
// Car numbers and driver ids are in every event, so they are kept out of the heap.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace stint::timing {

// `Tag` makes a car number and a driver id different types. Invariant: bytes after size() are zero, so equality is a memcmp.
template <class Tag>
class InlineText {
 public:
  static constexpr std::size_t kCapacity = 15;

  constexpr InlineText() = default;

  // REQUIRES: text.size() <= kCapacity; throws std::length_error otherwise. For text from outside use parse().
  constexpr explicit InlineText(std::string_view text) {
    if (text.size() > kCapacity) throw std::length_error("longer than 15 bytes: " + std::string(text));
    std::copy(text.begin(), text.end(), bytes_.begin());
    size_ = static_cast<std::uint8_t>(text.size());
  }

  // Text from outside: empty or over-long text is no value.
  [[nodiscard]] static constexpr std::optional<InlineText> parse(std::string_view text) {
    if (text.empty() || text.size() > kCapacity) return std::nullopt;
    return InlineText(text);
  }

  [[nodiscard]] constexpr std::string_view view() const { return {bytes_.data(), size_}; }
  [[nodiscard]] std::string str() const { return std::string(view()); }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }

  friend bool operator==(const InlineText& a, const InlineText& b) { return std::memcmp(&a, &b, sizeof a) == 0; }
  friend std::strong_ordering operator<=>(const InlineText& a, const InlineText& b) { return a.view() <=> b.view(); }

  [[nodiscard]] std::size_t hash() const {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), this, sizeof *this);
    std::uint64_t mixed = words[0] * 0x9E3779B97F4A7C15ULL ^ (words[1] + 0x7F4A7C15U) * 0xC2B2AE3D27D4EB4FULL;
    return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
  }

 private:
  std::array<char, kCapacity> bytes_{};
  std::uint8_t size_ = 0;
};

// `007`, `07` and `7` are three cars.
using CarNumber = InlineText<struct CarNumberTag>;

// The source's id of a driver within its car ("1", "2" in Al Kamel archives).
using DriverId = InlineText<struct DriverIdTag>;

}  // namespace stint::timing

template <class Tag>
struct std::hash<stint::timing::InlineText<Tag>> {
  std::size_t operator()(const stint::timing::InlineText<Tag>& text) const { return text.hash(); }
};
