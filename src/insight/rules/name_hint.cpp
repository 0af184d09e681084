#include "insight/rules/name_hint.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace stint::insight {
namespace {

// How many letters must be put in, taken out or replaced to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

std::string name_hint(std::string_view name, const std::vector<std::string_view>& known) {
  constexpr std::size_t kLongestTypo = 60;  // longer names are no slips, and cost time
  if (name.size() > kLongestTypo || known.empty()) return {};
  const auto nearest = std::ranges::min_element(known, {}, [&](std::string_view other) { return distance(name, other); });
  return distance(name, *nearest) <= 1 + name.size() / 3 ? "; did you mean '" + std::string(*nearest) + "'?" : "";
}

}  // namespace stint::insight
