// A value kept on the heap and copied with its owner: what is large and rare costs the small and frequent nothing.
#pragma once

#include <memory>
#include <utility>

namespace stint::timing {

// Invariant: holds a value, except after being moved from.
template <class T>
class Indirect {
 public:
  Indirect() : value_(std::make_unique<T>()) {}
  Indirect(T value)
      : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT(google-explicit-constructor): a T is an Indirect<T>
  Indirect(const Indirect& other) : value_(std::make_unique<T>(*other.value_)) {}
  Indirect(Indirect&&) noexcept = default;
  Indirect& operator=(const Indirect& other) {
    if (this != &other) value_ = std::make_unique<T>(*other.value_);
    return *this;
  }
  Indirect& operator=(Indirect&&) noexcept = default;
  ~Indirect() = default;

  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return value_.get(); }
  T* operator->() { return value_.get(); }

  friend bool operator==(const Indirect& a, const Indirect& b) { return *a == *b; }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace stint::timing
