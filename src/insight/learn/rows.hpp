// What models learn from and are asked about: rows of numbers. Nothing in learn/ knows what the columns mean.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace stint::learn {

// Row-major, `columns` numbers a row; NaN is unknown, and models learn which way it points. Infinities count as the largest
// number of their sign.
struct Rows {
  std::size_t columns = 0;
  std::vector<float> values;

  [[nodiscard]] std::size_t count() const { return columns == 0 ? 0 : values.size() / columns; }
  [[nodiscard]] std::span<const float> row(std::size_t index) const { return {values.data() + index * columns, columns}; }
};

// Told the share of the work that is done, 0 to 1, as it grows. Returning false ends the learning early: what was learnt so far
// is the model. May be empty.
using Progress = std::function<bool(double done)>;

// More columns than this don't fit a model file's one byte a column.
inline constexpr std::size_t kMaxColumns = 254;

}  // namespace stint::learn
