// Fuel and stints of a race, in green laps.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "insight/strategy/measure/race_reading.hpp"
#include "insight/strategy/measure/tank_book.hpp"

namespace stint::insight {

// From one refuelling (or the start) to the in-lap of the next.
struct FuelStint {
  std::size_t car = 0;        // in RaceReading::cars
  std::int32_t from_lap = 0;  // completed when it began: its first lap is the next
  std::int32_t to_lap = 0;    // its in-lap
  Instant ended_at{};
  bool ended_green = true;
  double laps = 0;
  double slow_laps = 0;         // of them, neutralised
  std::optional<double> to_go;  // laps from its end to the flag, stops left aside; nullopt: unknown
  [[nodiscard]] double green_laps(double yellow_burn) const { return laps - (1 - yellow_burn) * slow_laps; }
  // `tank`: as believed before.
  [[nodiscard]] StintWorth worth(double tank) const;
};

// Stints that ended with refuelling, in order of their ends.
[[nodiscard]] std::vector<FuelStint> fuel_stints(const RaceReading& race, std::optional<race::Millis> length);

// Fuel used since the last refuelling, at the car's last crossing. A stop under way counts as made: then it is 0.
struct FuelNow {
  double laps = 0, slow_laps = 0;
  std::int32_t next_lap = 1;  // the first lap whose end may be the next stop
  [[nodiscard]] double green_laps(double yellow_burn) const { return laps - (1 - yellow_burn) * slow_laps; }
};
[[nodiscard]] FuelNow fuel_now(const CarReading& car);

// The share of a green lap's fuel that a neutralised lap burns, as far as stints with both tell: those that went further than a
// tank of green laps. nullopt: fewer than three stints.
[[nodiscard]] std::optional<Measure> fit_yellow_burn(const RaceReading& race, std::span<const FuelStint> stints,
                                                     std::size_t class_index, double tank_laps);

// All crossings of the line in order of time, each with what was known of fuel then.
struct FuelCrossing {
  const CarReading& car;
  const RacedLap& lap;            // completed here
  double used;                    // green laps, this one included
  const Tank& tank;               // of the car, as known then
  int caution_laps;               // of the car in the caution that is out, this one included; 0: green
  const StopReading* stop;        // that begins here; nullptr: stays out
  bool open_here;                 // its class began to come in on this lap
  std::optional<int> since_open;  // crossings since its class began to come in, this one not counted; nullopt: it hadn't when
                                  // this lap began
};
// `yellow_burn`: by class. Stints are added to `tanks` as they end.
void walk_fuel(const RaceReading& race, std::span<const double> yellow_burn, std::optional<race::Millis> length,
               TankBook& tanks, const std::function<void(const FuelCrossing&)>& visit);

[[nodiscard]] TankBook empty_tanks(const RaceReading& race);

}  // namespace stint::insight
