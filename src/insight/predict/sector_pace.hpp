// How fast each sector is now: every car's latest times over it against its usual ones, by class. Known sooner than whole laps,
// and shows where on the lap the track has changed.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "insight/field/field.hpp"

namespace stint::insight {

// Constant work an event.
class SectorPace {
 public:
  // REQUIRES: called for every step of the field, right after Field::apply().
  void observe(const Field& field, const Step& step);

  // Median of (time / the car's usual time, FieldCar::usual_sector()) over the class's readings of the sector (0 = sector 1)
  // after `since`, without those of `except`; nullopt if there are fewer than three.
  [[nodiscard]] std::optional<double> of_class(std::size_t class_index, std::size_t sector, Instant since,
                                               std::size_t except) const;
  // The same of all classes.
  [[nodiscard]] std::optional<double> of_field(std::size_t sector, Instant since, std::size_t except) const;
  // The car's latest reading of any sector; nullopt before the first.
  [[nodiscard]] std::optional<double> latest(std::size_t car) const {
    return car < latest_.size() ? latest_[car] : std::nullopt;
  }

 private:
  static constexpr std::size_t kLeast = 3;
  std::vector<PaceReadings> field_;                 // of each sector
  std::vector<std::vector<PaceReadings>> classes_;  // of each class and sector
  std::vector<std::optional<double>> latest_;       // of each car
};

}  // namespace stint::insight
