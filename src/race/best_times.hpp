// Best laps and sectors of the session and of each class.
#pragma once

#include <cstdint>
#include <optional>

#include "race/car_progress.hpp"
#include "race/snapshot.hpp"

namespace stint::race {

// Best times of one group of cars (a class, or all).
struct GroupBests {
  std::optional<Millis> lap;
  CarNumber lap_by;
  std::int32_t lap_number = 0;
  SectorTimes sectors;
  std::array<CarNumber, kMaxSectors> sectors_by;

  void offer_lap(Millis time, const CarNumber& car, std::int32_t number);
  void offer_sector(std::size_t index, ShortMillis time, const CarNumber& car);
};

// What `time` is worth among the session's, the class's and the car's best.
[[nodiscard]] BestMark mark_of(Millis time, const std::optional<Millis>& session, const std::optional<Millis>& in_class,
                               const std::optional<Millis>& personal);

}  // namespace stint::race
