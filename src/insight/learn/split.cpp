#include "insight/learn/split.hpp"

namespace stint::learn {
namespace {

// A gain below this share of the node's own sum of squares is rounding.
constexpr double kLeastGain = 1e-10;

}  // namespace

Split SplitRule::unsplit(Cell all) const {
  const auto gradient = static_cast<double>(gradient_of(all));
  return {.score = gradient * gradient * (1 + kLeastGain), .divisor = static_cast<double>(weight_of(all)) + l2};
}

void search_cells(const SplitRule& rule, Cell all, const Cell* cells, std::size_t bins, std::uint8_t column, Split& best) {
  ColumnSearch search(rule, all, cells[kUnknownBin], column, best);
  for (std::size_t bin = 0; bin < bins; ++bin) {
    if (cells[bin] != 0) search.add(bin, cells[bin]);
  }
  search.finish(bins);
}

}  // namespace stint::learn
