// One car of a simulated race: what it is, where it is, and the state that makes its pace.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "source/simulate/random_stream.hpp"
#include "source/simulate/simulation_data.hpp"
#include "timing/event.hpp"

namespace stint::source {

// Milliseconds since the start of the race; negative before it.
using RaceTime = std::int64_t;
// As a timing page shows a reading.
[[nodiscard]] inline double rounded_tenth(double value) { return static_cast<double>(std::llround(value * 10)) / 10.0; }
inline constexpr RaceTime kMinute = 60'000;
inline constexpr RaceTime kHour = 60 * kMinute;
inline constexpr RaceTime kDay = 24 * kHour;
inline constexpr RaceTime kNever = std::numeric_limits<RaceTime>::max();

struct CrewMember {
  timing::DriverId id;
  double pace_loss = 0;           // against the ideal driver, of a lap
  double consistency = 0;         // standard deviation of the lap, of a lap
  double error_rate = 1;          // of mishaps that are the driver's fault, relative
  std::int32_t longest_turn = 2;  // stints in a row
  RaceTime driven_ms = 0;
};

// A lap is a chain of legs, each with a known end.
enum class Leg : std::uint8_t {
  run,        // on the track, as fast as the flags allow
  lane,       // pit entry line to the finish line, at pit speed
  service,    // finish line to pit exit line, standing in between
  held,       // standing still or recovering where a mishap happened
  abandoned,  // out of the car; retires at the end of the leg
  over,       // finished or retired
};

// Where a run ends.
enum class Goal : std::uint8_t { sector_end, pit_entry, mishap };

enum class StopReason : std::uint8_t { none, fuel, caution, damage, penalty, red_flag };

// The kinds of the truth's incidents, by the names that detectors are scored with.
enum class MishapKind : std::uint8_t {
  slow,
  stopped,
  incident,
  off_track,
  spin,
  contact,
  puncture,
  mechanical,
  performance_drop,
  slow_zone,
  unusual_stop,
  driver_change,  // missed: the driver stays beyond what the rules allow
  timing_fault,
};

struct Mishap {
  MishapKind kind = MishapKind::slow;
  std::int32_t id = 0;  // of the truth
  RaceTime hold_ms = 0;
  bool terminal = false;
  std::optional<std::size_t> other;  // index of the other car
  std::string_view detail;           // of an unusual stop or a timing fault
};

// What is wrong with a car, until it is repaired or passes by itself.
struct Ailments {
  double damage = 0;            // pace loss, of a lap; repaired at a stop
  double drift_per_lap = 0;     // growing loss of a failing part
  double drift = 0;             // lost to it so far
  std::int32_t drift_laps = 0;  // laps until the part must be repaired
  double limp = 0;              // extra loss until the end of this lap
  bool must_stop = false;
  bool needs_tyres = false;
  bool ends_in_pit = false;             // the crew gives up at the next stop
  RaceTime repair_ms = 0;               // at the next stop
  std::vector<std::int32_t> incidents;  // ids, open
};

// Where the time of a lap went, beside the clean pace. What is left over is caution on a lap that saw one, else noise.
struct LostTime {
  double traffic_ms = 0;
  double incident_ms = 0;
  double ailment_ms = 0;
  double start_ms = 0;
  RaceTime pit_ms = 0;
};

struct RaceCar {
  // What it is.
  timing::Entry entry;
  const CarClass* kind = nullptr;
  std::vector<CrewMember> crew;
  double strength_loss = 0;  // against the best car of the class, of a lap
  double tank_laps = 0;
  double tyre_life_laps = 0;
  RandomStream random{0, ""};

  // Where it is.
  Leg leg = Leg::run;
  Goal goal = Goal::sector_end;
  std::int32_t sector = 0;  // 0-based
  double from = 0, to = 0;  // of the lap, by time
  RaceTime began = 0, due = kNever;
  std::int32_t laps = 0;
  RaceTime lap_began = 0, sector_began = 0;
  bool in_lap = false, out_lap = false;
  bool standing_on_track = false;

  // Its pace.
  double clean_lap_ms = 0;      // at this sector's fuel, tyres, driver and track
  double free_lap_ms = 0;       // the same with noise and ailments: what it would drive alone
  double lap_noise = 0;         // the part that carries over to the next lap
  double lap_form = 0;          // of this lap, of a lap
  double owed_ms = 0;           // lost by being lapped, to be paid on the next run
  double owed_start_ms = 0;     // the same for the place on the grid
  double owed_incident_ms = 0;  // the same for another car's mishap
  double fuel_laps = 0;
  double tyre_laps = 0;
  std::size_t driver = 0;
  std::int32_t turn_stints = 0;
  std::int32_t box_visits = 0;
  RaceTime turn_began = 0;
  RaceTime turn_driven_ms = 0;     // at the wheel since then, without the time in the pit lane
  bool forgets_change = false;     // the crew has lost count of its driver's time
  std::int32_t missed_change = 0;  // and he has driven for too long: id of the truth
  Ailments ailments;
  Mishap mishap;  // where the run ends at one, or while held by it
  std::int32_t cautions_seen = 0;

  // This lap, for the truth.
  double lap_clean_ms = 0;
  LostTime lost;
  bool saw_caution = false;
  std::vector<std::int32_t> lap_incidents;

  // The stop being made.
  StopReason stop_reason = StopReason::none;
  RaceTime lane_began = 0;
  RaceTime ready_at = 0;        // work done and car at the pit exit
  RaceTime leaves_at = 0;       // crosses the pit exit line; kNever while the exit is closed
  RaceTime change_at = kNever;  // the new driver gets in
  RaceTime standing_ms = 0;
  std::int32_t in_lap_number = 0;
  double fuel_added = 0;
  bool tyres_changed = false;
  RaceTime repaired_ms = 0;
  std::int32_t unusual_stop = 0;  // id of the truth
  RaceTime overrun_at = kNever;   // the usual work is done, and the car still stands
  std::size_t driver_before = 0;
  bool drive_through_due = false;
  double penalty_s = 0;  // added to the next stop

  RaceTime last_line = 0;
  bool took_flag = false;
  bool abandoned_in_pit = false;

  [[nodiscard]] const timing::CarNumber& number() const { return entry.car; }
  [[nodiscard]] CrewMember& at_wheel() { return crew[driver]; }
  [[nodiscard]] bool out_of_race() const { return leg == Leg::over || leg == Leg::abandoned; }
};

[[nodiscard]] std::string_view mishap_name(MishapKind kind);
[[nodiscard]] std::string_view stop_reason_name(StopReason reason);

}  // namespace stint::source
