#include "insight/strategy/strategy.hpp"

#include <algorithm>

namespace stint::insight {

std::string_view basis_name(Basis basis) {
  switch (basis) {
    case Basis::car:
      return "car";
    case Basis::race_class:
      return "class";
    case Basis::circuit:
      return "circuit";
    case Basis::series_class:
      return "series";
    case Basis::assumed:
      return "assumed";
  }
  return "";
}

const CarStrategy* Strategy::find(const CarNumber& car) const {
  const auto found = std::ranges::find(cars, car, &CarStrategy::car);
  return found == cars.end() ? nullptr : &*found;
}

}  // namespace stint::insight
