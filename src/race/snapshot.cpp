#include "race/snapshot.hpp"

#include <algorithm>

namespace stint::race {

std::optional<std::string_view> stint_end_name(StintEnd end) {
  switch (end) {
    case StintEnd::running:
      return std::nullopt;
    case StintEnd::stop:
      return "stop";
    case StintEnd::driver_change:
      return "driver_change";
    case StintEnd::finished:
      return "finished";
    case StintEnd::retired:
      return "retired";
  }
  return std::nullopt;
}

const CarSnapshot* Snapshot::find(const CarNumber& car) const {
  const auto found = std::ranges::find_if(cars, [&](const CarSnapshot& row) { return row.number() == car; });
  return found == cars.end() ? nullptr : &*found;
}

}  // namespace stint::race
