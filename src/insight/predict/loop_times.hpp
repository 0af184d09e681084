// When a car usually passes each timing loop of its lap: so that a lap that loses time between two sectors' ends shows it at
// once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "insight/field/field.hpp"

namespace stint::insight {

// Constant work an event.
class LoopTimes {
 public:
  // REQUIRES: called for every step of the field, right after Field::apply().
  void observe(const Field& field, const Step& step);

  // What the car lost between its latest sector's end (or the line) and the loop that it has just passed, against its last
  // green laps, ms; below 0: gained. nullopt without three such laps, or if the loop comes before that sector's end.
  [[nodiscard]] std::optional<double> lost_since_sector(const FieldCar& car, std::size_t place) const;

 private:
  struct OfCar {
    std::vector<std::int32_t> this_lap;                   // ms from the line, by loop; 0 = not passed
    std::vector<RecentValues<std::int32_t, 5>> of_green;  // the same on green laps
  };
  std::vector<OfCar> cars_;
};

}  // namespace stint::insight
