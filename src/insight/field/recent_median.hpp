// The median of the last few values, where "few" is so small that sorting them is the quickest way.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace stint::insight {

// Invariant: holds the last min(count, Size) values added since clear(), in no order that matters.
template <class Value, std::size_t Size>
class RecentValues {
 public:
  void add(Value value) { values_[count_++ % Size] = value; }
  void clear() { count_ = 0; }

  [[nodiscard]] std::size_t size() const { return std::min(count_, Size); }
  // Of the last `size()` values, by linear interpolation between the sorted ones as `(size - 1) * q` falls; nullopt if empty.
  // REQUIRES: 0 <= q <= 1.
  [[nodiscard]] std::optional<double> quantile(double q) const {
    const std::size_t n = size();
    if (n == 0) return std::nullopt;
    std::array<Value, Size> sorted;
    std::copy_n(values_.begin(), n, sorted.begin());
    std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(n));
    const double place = static_cast<double>(n - 1) * q;
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, n - 1);
    const auto low = static_cast<double>(sorted[below]);
    return low + (place - static_cast<double>(below)) * (static_cast<double>(sorted[above]) - low);
  }
  [[nodiscard]] std::optional<double> median() const { return quantile(0.5); }
  // `ago` = 0 is the newest. nullopt if that many are not held.
  [[nodiscard]] std::optional<Value> recent(std::size_t ago) const {
    return ago < size() ? std::optional(values_[(count_ - 1 - ago) % Size]) : std::nullopt;
  }

 private:
  std::array<Value, Size> values_{};
  std::size_t count_ = 0;
};

}  // namespace stint::insight
