// When cars stop: how often, in earlier races, a car in a given state came in at the end of a lap.
//
// Counts only, so tallies of races add up. Under green the state is how far the tank is down (scaled distance to its end) and
// what stopping would mean for the rest of the race; in a caution how many laps of it the car has done, and how much of the
// tank is used. docs/strategy.md, "When a car stops".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace stint::insight {

// What stopping at the end of a lap would mean for the number of stops.
enum class StopNeed : std::uint8_t {
  none,           // the fuel in the car reaches the flag
  last_closed,    // one more stop is needed, and stopping now would need another
  last_open,      // one more stop is needed, and now would do
  middle_closed,  // two or more; stopping now adds one
  middle_open,    // two or more; now costs none
};
inline constexpr std::size_t kStopNeeds = 5;

// `used`: green laps on the tank at the lap's end; `to_go`: laps from there to the flag, nullopt if unknown (middle_open).
[[nodiscard]] StopNeed stop_need(double used, double tank, std::optional<double> to_go);

inline constexpr std::size_t kFuelBins = 25;
inline constexpr std::size_t kCautionLaps = 6;  // [5]: the sixth and later
inline constexpr std::size_t kCautionFuel = 6;

// Laps are whole, and a tank of 60 laps ends less sharply than one of 12: distances to its end are measured in this many laps.
[[nodiscard]] double fuel_scale(double tank);
[[nodiscard]] std::size_t fuel_bin(double used, double tank);
[[nodiscard]] std::size_t caution_fuel_bin(double used, double tank);
[[nodiscard]] std::size_t caution_need(StopNeed need);  // in StopHabits::caution

struct StopCount {
  double stops = 0, chances = 0;
  StopCount& operator+=(const StopCount& other) {
    stops += other.stops;
    chances += other.chances;
    return *this;
  }
};

struct StopHabits {
  // Chances are laps over fuel_scale: a rate per unit of distance.
  std::array<std::array<StopCount, kFuelBins>, kStopNeeds> green{};
  // Chances are laps. [need: none, closed, open]
  std::array<std::array<std::array<StopCount, kCautionFuel>, kCautionLaps>, 3> caution{};
  StopCount drive_through;  // passages without service; chances are laps

  StopHabits& operator+=(const StopHabits& other);
};

// The same as probabilities, smoothed: what this race's series has shown, with the other races' where it has shown little.
class StopChances {
 public:
  StopChances();  // no races: cars run their tank down
  // `own`: of the series; `all`: of all races.
  StopChances(const StopHabits& own, const StopHabits& all);

  // Of coming in at the end of a green lap that ends with `used` on the tank.
  [[nodiscard]] double green(double used, double tank, StopNeed need) const;
  // The same on the `lap`-th lap of a caution, 1 is the first that ends under it.
  [[nodiscard]] double caution(int lap, double used, double tank, StopNeed need) const;
  // Of coming in at all in a caution of `laps` laps that begins with `used` on the tank.
  [[nodiscard]] double in_caution(double laps, double used, double tank, StopNeed need) const;
  [[nodiscard]] double drive_through() const { return drive_through_; }

 private:
  std::array<std::array<double, kFuelBins>, kStopNeeds> green_rate_{};
  std::array<std::array<std::array<double, kCautionFuel>, kCautionLaps>, 3> caution_{};
  double drive_through_ = 0;
};

}  // namespace stint::insight
