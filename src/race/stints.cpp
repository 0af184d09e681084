#include "race/stints.hpp"

#include <algorithm>

#include "race/pit_stops.hpp"

namespace stint::race {
namespace {

// REQUIRES: not empty, sorted.
Millis median_of(std::span<const Millis> sorted) {
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// Time in the pit lane that is part of `lap`.
Millis lane_time_on(const CarProgress& car, std::int32_t lap) {
  Millis total{0};
  for (std::size_t i = car.stops.size(); i > 0; --i) {
    const PitStop& stop = car.stops[i - 1];
    if (stop.out_lap && *stop.out_lap < lap) break;
    if (stop.out_lap == lap && stop.lane) total += *stop.lane;
  }
  return total;
}

DriverTime& time_of(CarProgress& car, const DriverId& driver) {
  auto found = std::ranges::find(car.drive_times, driver, &DriverTime::id);
  if (found == car.drive_times.end()) {
    found = car.drive_times.insert(found, {driver, car.driver_name(driver), Millis{0}, 0});
  }
  return *found;
}

// Why the stint before `lap` ended; running if it goes on.
StintEnd ended_before(const CarProgress& car, const LapRecord& lap) {
  const Stint& stint = car.stints.back();
  if (stop_after_lap(car, stint.last_lap) != nullptr) return StintEnd::stop;
  if (lap.driver && stint.driver && *lap.driver != *stint.driver) return StintEnd::driver_change;
  return StintEnd::running;
}

void begin_stint(CarProgress& car, const LapRecord& lap) {
  Stint stint;
  stint.number = static_cast<std::int32_t>(car.stints.size()) + 1;
  stint.driver = lap.driver;
  stint.driver_name = car.driver_name(lap.driver);
  stint.first_lap = lap.number;
  stint.last_lap = lap.number - 1;
  car.stints.push_back(std::move(stint));
  car.clean_times.clear();
}

void take_lap(CarProgress& car, const LapRecord& lap) {
  if (car.stints.empty()) {
    begin_stint(car, lap);
  } else if (const StintEnd end = ended_before(car, lap); end != StintEnd::running) {
    end_stint(car, end);
    begin_stint(car, lap);
  }
  Stint& stint = car.stints.edit(car.stints.size() - 1);
  stint.last_lap = lap.number;
  if (!lap.time) return;
  const Millis on_track = std::max(Millis{0}, *lap.time - lane_time_on(car, lap.number));
  stint.drive_time += on_track;
  if (lap.driver) {
    DriverTime& driver = time_of(car, *lap.driver);
    driver.drive_time += on_track;
    ++driver.laps;
  }
  if (!lap.is_green()) return;
  car.clean_times.insert(std::ranges::upper_bound(car.clean_times, *lap.time), *lap.time);
  stint.median_clean = clean_median(car.clean_times);
}

}  // namespace

std::optional<Millis> clean_median(std::span<const Millis> sorted) {
  if (sorted.empty()) return std::nullopt;
  const Millis limit{static_cast<std::int64_t>(static_cast<double>(median_of(sorted).count()) * kCleanLimit)};
  const auto clean = std::ranges::upper_bound(sorted, limit) - sorted.begin();
  return median_of(sorted.first(static_cast<std::size_t>(clean)));
}

void extend_stint(CarProgress& car) { take_lap(car, car.laps.back()); }

void rebuild_stints(CarProgress& car) {
  const StintEnd told = car.stints.empty() ? StintEnd::running : car.stints.back().ended_by;
  car.stints = {};
  car.drive_times.clear();
  car.clean_times.clear();
  for (const LapRecord& lap : car.laps) take_lap(car, lap);
  if (told == StintEnd::finished || told == StintEnd::retired) {
    end_stint(car, told);
  } else if (stop_after_lap(car, car.laps_completed()) != nullptr) {
    end_stint(car, StintEnd::stop);
  }
}

void end_stint(CarProgress& car, StintEnd reason) {
  if (!car.stints.empty()) car.stints.edit(car.stints.size() - 1).ended_by = reason;
}

}  // namespace stint::race
