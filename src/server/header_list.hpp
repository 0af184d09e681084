// Header values that are comma-separated lists with weights ("text/csv;q=0.5, */*").
#pragma once

#include <cctype>
#include <string_view>

namespace stint::server {

[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

[[nodiscard]] inline bool same_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(a[i])) != std::tolower(static_cast<unsigned char>(b[i]))) return false;
  }
  return true;
}

// Calls each(name, acceptable) for every member; acceptable is false for a weight of zero ("gzip;q=0").
template <class Each>
void for_each_listed(std::string_view header, Each each) {
  while (!header.empty()) {
    const std::size_t end = header.find(',');
    const std::string_view member = trimmed(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
    const std::size_t semicolon = member.find(';');
    bool acceptable = true;
    if (semicolon != std::string_view::npos) {
      const std::size_t weight = member.find("q=", semicolon);
      acceptable = weight == std::string_view::npos || member.find_first_of("123456789", weight) != std::string_view::npos;
    }
    const std::string_view name = trimmed(member.substr(0, semicolon));
    if (!name.empty()) each(name, acceptable);
  }
}

}  // namespace stint::server
