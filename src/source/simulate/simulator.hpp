// A multi-class endurance race from a seed: deterministic, as long as asked, and it knows the truth behind what it emits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::source {

struct SimulationPlan {
  std::uint64_t seed = 1;
  timing::Millis length = std::chrono::hours{6};
  std::int32_t cars = 40;  // 2 .. 120
  std::string circuit;     // file name in the circuits folder without extension; empty: chosen by the seed
  timing::Instant starts_at = timing::instant_from_ms(0);
  double trouble = 1;                 // how often something goes wrong, relative; 0 .. 20
  double timing_faults_per_hour = 0;  // of one car: sectors that are not seen, or have an impossible time; 0 .. 20
  bool keep_truth = true;             // for take_truth(); costs about 9 MB in a 24-hour race of 62 cars until it is taken
};

inline constexpr std::int32_t kFewestCars = 2;
inline constexpr std::int32_t kMostCars = 120;
inline constexpr timing::Millis kShortestRace = std::chrono::minutes{10};
inline constexpr timing::Millis kLongestRace = std::chrono::hours{100};

inline constexpr double kMostTrouble = 20;

// The races that are shown on a machine without any data: six hours, on another circuit each time. `number` counts from 1.
[[nodiscard]] SimulationPlan demo_plan(std::uint64_t number, timing::Instant starts_at);

// The circuits that a plan may name, in alphabetical order.
[[nodiscard]] std::vector<std::string> circuit_names();

// What a pit wall outside is asked when its car begins the last sector of a lap.
struct StopAsked {
  timing::Instant at{};
  std::int32_t lap = 0;  // that it is on
  double fuel_laps_at_line = 0;
  double tank_laps = 0;       // on a full tank
  std::int32_t may_wait = 0;  // whole laps after this one before the empty tank brings it in, all under green
  bool caution = false;       // full course yellow or safety car
};
using PitWall = std::function<bool(const StopAsked&)>;  // whether to come in at the end of this lap

// Emits the race's events in canonical order, lazily: a 24-hour race is not held in memory.
// The same plan gives the same events, byte for byte, on every machine.
class Simulator {
 public:
  // Errors: bad_argument (cars, length, trouble or timing faults out of range, unknown circuit).
  [[nodiscard]] static Result<Simulator> create(const SimulationPlan& plan);
  Simulator(Simulator&&) noexcept;
  Simulator& operator=(Simulator&&) noexcept;
  ~Simulator();

  // The next event; nullopt once the race is over and all cars are in.
  [[nodiscard]] std::optional<timing::Event> next();

  // From now on the stops of this car are decided by `wall`, which has seen no more than what next() gave; it comes in all the
  // same for an empty tank, damage or a penalty. Unknown cars are left out. Its luck is drawn anew for each lap and each visit
  // to its box, so that two plans meet the same, and no mishap of its own befalls it.
  void decide_stops(const timing::CarNumber& car, PitWall wall);

  // What really happened, as one NDJSON line each (docs/simulator.md): tyre and fuel state at each lap, causes of slow laps,
  // incidents with their true kind and instant, retirements with their cause. Complete up to the last event that next() gave.
  [[nodiscard]] std::vector<std::string> take_truth();

 private:
  struct Impl;
  explicit Simulator(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stint::source
