#include "source/live/imsa/series_filter.hpp"

#include <algorithm>
#include <cctype>

namespace stint::live::imsa {

bool is_of_series(std::string_view session, std::string_view series) {
  std::string lower(session);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto support =
      std::ranges::find_if(kSupportSeries, [&](const auto& known) { return lower.find(known.words) != lower.npos; });
  if (support == kSupportSeries.end()) return series.empty() || series == "imsa";
  return series == support->name;
}

}  // namespace stint::live::imsa
