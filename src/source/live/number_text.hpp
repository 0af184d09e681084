// Whole numbers in the texts of feeds: "16", " 2 ", "1778950795120".
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

#include "timing/plain_text.hpp"

namespace stint::live {

using timing::trimmed;

// The whole text is the number, but for blanks around it; anything else is nullopt.
template <class Number = int>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) {
  text = trimmed(text);
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace stint::live
