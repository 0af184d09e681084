// Rows with each number replaced by the number of the bin that it falls into, so that the best split of a column is found by
// adding up at most 255 bins instead of sorting the column.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "insight/learn/rows.hpp"

namespace stint::learn {

inline constexpr std::size_t kBins = 256;
inline constexpr std::uint8_t kUnknownBin = 255;  // of NaN

// Where the bins of each column end. A column with few distinct numbers has a bin for each, so that binned and exact split
// search agree there; another is cut into bins of about equally many rows.
class Binning {
 public:
  // `max_bins`: 2 to 255.
  static Binning of(const Rows& rows, std::size_t max_bins = 255);

  [[nodiscard]] std::size_t columns() const { return cuts_.size(); }
  // Bins of known numbers: 0 to bins(column) - 1.
  [[nodiscard]] std::size_t bins(std::size_t column) const { return cuts_[column].count + 1; }
  [[nodiscard]] std::uint8_t bin(std::size_t column, float value) const;
  // The threshold t of "in this bin or below": value <= t. Of a column's last bin it is the largest float.
  [[nodiscard]] float threshold(std::size_t column, std::size_t bin) const;

 private:
  struct Cuts {
    std::size_t count = 0;
    std::array<float, kBins> ends;  // ascending; bin b holds ends[b - 1] < value <= ends[b]; infinite from `count` on
  };
  std::vector<Cuts> cuts_;
};

class BinnedRows {
 public:
  BinnedRows(const Rows& rows, Binning binning);

  [[nodiscard]] const Binning& binning() const { return binning_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  // The bins of a row, one byte a column.
  [[nodiscard]] const std::uint8_t* row(std::size_t index) const { return lines_[index * lines_a_row_].data(); }

 private:
  // A row begins a cache line: a split search touches most columns of a row at once, and rows in any order.
  struct alignas(64) Line : std::array<std::uint8_t, 64> {};

  Binning binning_;
  std::size_t count_;
  std::size_t lines_a_row_;
  std::vector<Line> lines_;
};

}  // namespace stint::learn
