// Where a node of a tree is best divided in two.
//
// A cell of a histogram is one 64-bit integer: the sum of the gradients, as fixed-point numbers, in the upper 36 bits, the sum
// of the weights in the lower 28. One addition serves both, sums don't depend on their order, and the histogram of a child is
// exactly its parent's less its sibling's.
#pragma once

#include <cstddef>
#include <cstdint>

#include "insight/learn/binned_rows.hpp"

namespace stint::learn {

using Cell = std::int64_t;
inline constexpr unsigned kWeightBits = 28;

[[nodiscard]] constexpr Cell cell_of(std::int64_t gradient, std::int64_t weight) {
  return gradient * (Cell{1} << kWeightBits) + weight;
}
[[nodiscard]] constexpr std::int64_t gradient_of(Cell cell) { return cell >> kWeightBits; }
[[nodiscard]] constexpr std::int64_t weight_of(Cell cell) { return cell & ((Cell{1} << kWeightBits) - 1); }

struct Split {
  bool found = false;
  std::uint8_t column = 0;
  std::uint8_t bin = 0;  // this bin or below goes left
  bool unknown_left = false;
  // score / divisor: the sum over both sides of (sum of gradients)^2 / weight. Kept apart, as comparing products needs no
  // division.
  double score = 0;
  double divisor = 1;
};

// What a split must keep to.
struct SplitRule {
  Cell least_weight = 1;  // of a side
  double l2 = 0;          // added to each side's weight

  // The node left as it is; a split has to do better.
  [[nodiscard]] Split unsplit(Cell all) const;
};

// Takes the cells of one column in ascending order of their bins, and betters `best` where it can.
class ColumnSearch {
 public:
  // `all`: the sum of the node; `unknown`: of its rows that don't know this column.
  ColumnSearch(const SplitRule& rule, Cell all, Cell unknown, std::uint8_t column, Split& best)
      : rule_(rule), all_(all), unknown_(unknown), column_(column), best_(best) {}

  // `cell` is not 0.
  void add(std::size_t bin, Cell cell) {
    // Halfway between the bins that have rows, as the exact search cuts halfway between numbers.
    if (left_ != 0) try_after((last_ + bin - 1) / 2);
    left_ += cell;
    last_ = bin;
  }
  // The rows that know the column against those that don't.
  void finish(std::size_t bins) {
    if (unknown_ != 0 && left_ != 0) weigh(left_, bins - 1, false);
  }

 private:
  void try_after(std::size_t bin) {
    if (unknown_ == 0) {
      weigh(left_, bin, 2 * weight_of(left_) >= weight_of(all_));  // what was never unknown here goes with the many
    } else {
      weigh(left_, bin, false);
      weigh(left_ + unknown_, bin, true);
    }
  }
  void weigh(Cell left, std::size_t bin, bool unknown_left);

  const SplitRule& rule_;
  Cell all_;
  Cell unknown_;
  std::uint8_t column_;
  Split& best_;
  Cell left_ = 0;
  std::size_t last_ = 0;
};

// All of a column's cells at once.
void search_cells(const SplitRule& rule, Cell all, const Cell* cells, std::size_t bins, std::uint8_t column, Split& best);

inline void ColumnSearch::weigh(Cell left, std::size_t bin, bool unknown_left) {
  const Cell right = all_ - left;
  if (weight_of(left) < rule_.least_weight || weight_of(right) < rule_.least_weight) return;
  const auto left_gradient = static_cast<double>(gradient_of(left));
  const auto right_gradient = static_cast<double>(gradient_of(right));
  const double left_weight = static_cast<double>(weight_of(left)) + rule_.l2;
  const double right_weight = static_cast<double>(weight_of(right)) + rule_.l2;
  const double score = left_gradient * left_gradient * right_weight + right_gradient * right_gradient * left_weight;
  const double divisor = left_weight * right_weight;
  if (score * best_.divisor > best_.score * divisor) {
    best_ = {.found = true,
             .column = column_,
             .bin = static_cast<std::uint8_t>(bin),
             .unknown_left = unknown_left,
             .score = score,
             .divisor = divisor};
  }
}

}  // namespace stint::learn
