#include "race/snapshot.hpp"

#include <algorithm>

namespace stint::race {

const CarSnapshot* Snapshot::find(const CarNumber& car) const {
  const auto found = std::ranges::find_if(cars, [&](const CarSnapshot& row) { return row.number() == car; });
  return found == cars.end() ? nullptr : &*found;
}

}  // namespace stint::race
