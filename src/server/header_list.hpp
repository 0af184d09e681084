// Header values that are comma-separated lists with weights ("text/csv;q=0.5, */*").
#pragma once

#include <string_view>

#include "timing/plain_text.hpp"

namespace stint::server {

[[nodiscard]] inline bool same_ignoring_case(std::string_view a, std::string_view b) {
  return timing::lower_case(a) == timing::lower_case(b);
}

// Calls each(name, acceptable) for every member; acceptable is false for a weight of zero ("gzip;q=0").
template <class Each>
void for_each_listed(std::string_view header, Each each) {
  while (!header.empty()) {
    const std::size_t end = header.find(',');
    const std::string_view member = timing::trimmed(header.substr(0, end));
    header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
    const std::size_t semicolon = member.find(';');
    bool acceptable = true;
    if (semicolon != std::string_view::npos) {
      const std::size_t weight = member.find("q=", semicolon);
      acceptable = weight == std::string_view::npos || member.find_first_of("123456789", weight) != std::string_view::npos;
    }
    const std::string_view name = timing::trimmed(member.substr(0, semicolon));
    if (!name.empty()) each(name, acceptable);
  }
}

}  // namespace stint::server
