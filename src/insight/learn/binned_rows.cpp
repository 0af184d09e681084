#include "insight/learn/binned_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace stint::learn {
namespace {

// The cuts of a column of more rows are taken from every k-th row.
constexpr std::size_t kRowsForCuts = 50'000;

// Between two neighbours, so that lower <= cut < upper whatever the rounding.
float between(float lower, float upper) {
  const auto middle = static_cast<float>((static_cast<double>(lower) + static_cast<double>(upper)) / 2);
  return middle < upper ? middle : lower;
}

std::vector<float> known_values(const Rows& rows, std::size_t column) {
  const std::size_t step = std::max<std::size_t>(1, rows.count() / kRowsForCuts);
  std::vector<float> values;
  values.reserve(rows.count() / step + 1);
  for (std::size_t row = 0; row < rows.count(); row += step) {
    const float value = rows.values[row * rows.columns + column];
    if (!std::isnan(value)) values.push_back(value);
  }
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<float> cuts_of(const std::vector<float>& sorted, std::size_t max_bins) {
  std::vector<std::pair<float, std::size_t>> distinct;  // with how many rows have it
  for (const float value : sorted) {
    if (distinct.empty() || distinct.back().first < value) distinct.emplace_back(value, 0);
    ++distinct.back().second;
  }
  std::vector<float> cuts;
  if (distinct.size() <= max_bins) {
    for (std::size_t i = 1; i < distinct.size(); ++i) cuts.push_back(between(distinct[i - 1].first, distinct[i].first));
    return cuts;
  }
  // A number that fills a bin by itself gets one; what is left is shared out among the others, anew after each.
  const std::size_t full = sorted.size() / max_bins;
  std::size_t rows_left = 0;
  std::size_t bins_left = max_bins;
  for (const auto& [value, count] : distinct) count > full ? --bins_left : rows_left += count;
  std::size_t in_bin = 0;
  for (std::size_t i = 0; i + 1 < distinct.size() && cuts.size() + 1 < max_bins; ++i) {
    const bool alone = distinct[i].second > full;
    const bool next_alone = distinct[i + 1].second > full;
    if (!alone) in_bin += distinct[i].second;
    if (!alone && !next_alone && in_bin * bins_left < rows_left) continue;
    cuts.push_back(between(distinct[i].first, distinct[i + 1].first));
    if (!alone) {
      rows_left -= in_bin;
      bins_left = std::max<std::size_t>(1, bins_left - 1);
      in_bin = 0;
    }
  }
  return cuts;
}

}  // namespace

Binning Binning::of(const Rows& rows, std::size_t max_bins) {
  Binning binning;
  for (std::size_t column = 0; column < rows.columns; ++column) {
    const std::vector<float> ends = cuts_of(known_values(rows, column), std::clamp<std::size_t>(max_bins, 2, kBins - 1));
    Cuts& cuts = binning.cuts_.emplace_back();
    cuts.count = ends.size();
    cuts.ends.fill(std::numeric_limits<float>::infinity());
    std::copy(ends.begin(), ends.end(), cuts.ends.begin());
  }
  return binning;
}

std::uint8_t Binning::bin(std::size_t column, float value) const {
  if (std::isnan(value)) return kUnknownBin;
  // The number of ends below the value, found by halves and without branches.
  const std::array<float, kBins>& ends = cuts_[column].ends;
  std::size_t below = 0;
  for (std::size_t half = kBins / 2; half > 0; half /= 2) below += ends[below + half - 1] < value ? half : 0;
  return static_cast<std::uint8_t>(below);
}

float Binning::threshold(std::size_t column, std::size_t bin) const {
  return bin < cuts_[column].count ? cuts_[column].ends[bin] : std::numeric_limits<float>::max();
}

BinnedRows::BinnedRows(const Rows& rows, Binning binning)
    : binning_(std::move(binning)),
      count_(rows.count()),
      lines_a_row_((rows.columns + sizeof(Line) - 1) / sizeof(Line)),
      lines_(count_ * lines_a_row_) {
  for (std::size_t row = 0; row < count_; ++row) {
    std::uint8_t* bins = lines_[row * lines_a_row_].data();
    for (std::size_t column = 0; column < rows.columns; ++column)
      bins[column] = binning_.bin(column, rows.values[row * rows.columns + column]);
  }
}

}  // namespace stint::learn
