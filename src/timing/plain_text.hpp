// Small things about texts that several rooms ask. Letters are those of ASCII: feeds and files tell their words in it, and
// other characters stay what they are.
#pragma once

#include <string>
#include <string_view>

namespace stint::timing {

inline constexpr std::string_view kBlanks = " \t\r\n";

// Without the blanks at both ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

[[nodiscard]] constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

[[nodiscard]] inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_case(c);
  return lower;
}

}  // namespace stint::timing
