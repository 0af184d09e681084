// A value that has to be seen twice in a row before it counts: pit flags and names flicker.
#pragma once

#include <optional>
#include <utility>

#include "timing/instant.hpp"

namespace stint::live::page {

template <class T>
class Steady {
 public:
  // True if with this sight the value has become another one; since() is when it was first seen.
  bool see(const T& value, timing::Instant at) {
    if (value_ && value == *value_) {
      next_.reset();
      return false;
    }
    if (next_ && *next_ == value) {
      set(std::exchange(next_, std::nullopt).value(), next_since_);
      return true;
    }
    next_ = value;
    next_since_ = at;
    return false;
  }

  // Without a second sight: at the beginning, or where something else confirms it.
  void set(T value, timing::Instant at) {
    value_ = std::move(value);
    since_ = at;
    next_.reset();
  }

  [[nodiscard]] const std::optional<T>& value() const { return value_; }
  [[nodiscard]] timing::Instant since() const { return since_; }
  // Seen once.
  [[nodiscard]] const std::optional<T>& next() const { return next_; }

 private:
  std::optional<T> value_, next_;
  timing::Instant since_{}, next_since_{};
};

}  // namespace stint::live::page
