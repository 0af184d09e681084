// A race as it was up to an instant, read from a later snapshot: who was where at any moment before.
//
// Order is that of docs/definitions.md: laps completed, then the earlier crossing, then the car number. Cars without a
// completed lap and disqualified cars have no place in it. Thread rule: any; it refers to the snapshot, which must live as
// long.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "race/snapshot.hpp"

namespace stint::insight::story {

using race::CarNumber;
using race::Instant;
using race::LapRecord;
using race::Millis;

// A car by its place in Snapshot::cars.
using CarIndex = std::size_t;

class RacePast {
 public:
  // Nothing after `until` is told.
  RacePast(const race::Snapshot& race, Instant until);

  [[nodiscard]] const race::Snapshot& race() const { return race_; }
  [[nodiscard]] Instant until() const { return until_; }
  [[nodiscard]] const race::CarSnapshot& car(CarIndex car) const { return race_.cars[car]; }
  [[nodiscard]] const CarNumber& number(CarIndex car) const { return race_.cars[car].number(); }
  [[nodiscard]] const std::string& class_of(CarIndex car) const { return race_.cars[car].entry->class_name; }
  // Cars of the class that are not disqualified; all classes if `class_name` is empty.
  [[nodiscard]] std::vector<CarIndex> cars_in(const std::string& class_name) const;

  // Laps that are known of a car by `at`, as a count of its records.
  [[nodiscard]] std::size_t records_by(CarIndex car, Instant at) const;
  // Number of the last lap completed by `at`; 0 if none.
  [[nodiscard]] std::int32_t laps_by(CarIndex car, Instant at) const;
  // A lap that was completed by until(); nullptr if not, or if it is not known.
  [[nodiscard]] const LapRecord* lap(CarIndex car, std::int32_t number) const;
  // The first lap numbered `number` or above that was completed by until(); nullptr if none.
  [[nodiscard]] const LapRecord* first_from(CarIndex car, std::int32_t number) const;

  // The cars of the class that have completed a lap by `at`, in order.
  [[nodiscard]] std::vector<CarIndex> order_at(Instant at, const std::string& class_name) const;
  // The same cars in the order in which they completed lap 1.
  [[nodiscard]] std::vector<CarIndex> order_after_first_lap(const std::string& class_name) const;

  // Came in or went out on that lap; red-flag standings count here too.
  [[nodiscard]] bool is_pit_lap(CarIndex car, std::int32_t number) const;
  // In the pit lane at `at`.
  [[nodiscard]] bool is_in_lane(CarIndex car, Instant at) const;
  // The median of the last five green laps before lap `number`; nullopt if there are fewer than three.
  [[nodiscard]] std::optional<Millis> usual_lap(CarIndex car, std::int32_t number) const;

 private:
  const race::Snapshot& race_;
  Instant until_;
};

// The lap began or ended under a flag other than green and chequered.
[[nodiscard]] bool is_neutralised(const LapRecord& lap);
// A flag that neutralises the race: full course yellow, safety car, VSC, code 60, red.
[[nodiscard]] bool is_caution(race::FlagKind flag);

}  // namespace stint::insight::story
