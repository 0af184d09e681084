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

// The last stint goes further than the others: with a stop to save, fuel is saved, and nothing need be left over.
struct LastStint {
  double share = 1;   // of the tank as the other stints show it
  double spread = 0;  // standard deviation of that, from car to car
};
// By the race's length; nullopt: unknown, as in a long race.
[[nodiscard]] LastStint last_stint(std::optional<double> race_h);
// Up to so long a race is a sprint: two or three stops, and strategy rather than the tank says when.
[[nodiscard]] bool is_sprint(double race_h);

// `used`: green laps on the tank at the lap's end; `to_go`: green laps from there to the flag, nullopt if unknown
// (middle_open); `last_tank`: what the last stint goes on a tank.
[[nodiscard]] StopNeed stop_need(double used, double tank, double last_tank, std::optional<double> to_go);

inline constexpr std::size_t kFuelBins = 25;
// What a car knows of a caution when it decides: [0] to [2]: nobody of its class has come in yet, and this is its first,
// second, third or later lap of the caution; [3] to [5]: the class has begun to come in, and since then the car has crossed the
// line not at all, once, more often. Pit lanes open at race control's word, which few feeds carry; the first stops of the class
// tell it.
inline constexpr std::size_t kCautionStates = 6;
[[nodiscard]] std::size_t caution_state(int caution_laps, std::optional<int> crossings_since_open);
// The state in which it decides `laps_ahead` laps later (1: at the end of the lap under way), as far as can be foreseen.
// `caution_laps`: those that it has ended under the caution.
[[nodiscard]] std::size_t caution_state_ahead(int caution_laps, std::optional<int> crossings_since_open, int laps_ahead);
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
  std::array<std::array<std::array<StopCount, kCautionFuel>, kCautionStates>, 3> caution{};
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
  // The same in a caution; `state`: caution_state().
  [[nodiscard]] double caution(std::size_t state, double used, double tank, StopNeed need) const;
  // Of coming in at all in a caution of `laps` laps that begins with `used` on the tank.
  [[nodiscard]] double in_caution(double laps, double used, double tank, StopNeed need) const;
  [[nodiscard]] double drive_through() const { return drive_through_; }

 private:
  std::array<std::array<double, kFuelBins>, kStopNeeds> green_rate_{};
  std::array<std::array<std::array<double, kCautionFuel>, kCautionStates>, 3> caution_{};
  double drive_through_ = 0;
};

}  // namespace stint::insight
