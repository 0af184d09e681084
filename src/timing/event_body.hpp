// Reaching the fields of an event's body, however it is held.
#pragma once

#include "timing/indirect.hpp"

namespace stint::timing {

template <class T>
[[nodiscard]] T& unwrap(T& held) {
  return held;
}
template <class T>
[[nodiscard]] T& unwrap(Indirect<T>& held) {
  return *held;
}
template <class T>
[[nodiscard]] const T& unwrap(const Indirect<T>& held) {
  return *held;
}

}  // namespace stint::timing
