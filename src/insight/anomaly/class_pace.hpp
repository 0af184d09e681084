// What each class is doing now, over a lap and sector by sector: the latest times of its cars, each against its own.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "insight/field/field_car.hpp"
#include "insight/field/pace_readings.hpp"

namespace stint::insight {

class ClassPace {
 public:
  // `part`: 0 is the lap, 1 .. kMaxSectors a sector.
  void add(std::size_t class_index, std::size_t part, const PaceReading& reading);

  // How slow a car's class is in that part since then, without the car itself: the median of at least three readings, of the
  // class if it has them, else of all; 1 if there are none.
  [[nodiscard]] double factor(std::size_t class_index, std::size_t part, Instant since, std::size_t except) const;

  // How differently the cars of a class fare since then, without the car itself: the upper quartile of their laps less the
  // median; 0 with fewer than four.
  [[nodiscard]] double disorder(std::size_t class_index, Instant since, std::size_t except) const;

  [[nodiscard]] const PaceReadings& of_field(std::size_t part) const { return field_[part]; }

 private:
  using Parts = std::array<PaceReadings, race::kMaxSectors + 1>;
  std::vector<Parts> classes_;
  Parts field_{};
};

}  // namespace stint::insight
