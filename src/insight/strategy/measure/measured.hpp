// What the race itself has shown of stops, fuel, tyres, pace, cautions and retirements: the numbers that a strategist works
// with.
//
// Every number comes with its spread, how many events it rests on and where it comes from (Basis): this race first, then the
// same circuit in earlier races of the series, then the class in all of the series. Times are milliseconds as double, laps
// count as in the timing. docs/strategy.md, "What is measured", has the equations.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "insight/strategy/measure/caution_length.hpp"
#include "insight/strategy/measure/standing_car.hpp"
#include "insight/strategy/measure/stop_habits.hpp"
#include "insight/strategy/strategy.hpp"

namespace stint::insight {

// A measured quantity. `mean` is robust (outliers that its owner names are left out), `spread` the standard deviation of one
// event about it, `band` its 10, 50 and 90 % quantiles. count: events of this race, or of the earlier races if basis says so.
struct Measure {
  double mean = 0;
  double spread = 0;
  Quantiles band;
  int count = 0;
  Basis basis = Basis::assumed;
};

// How the track is neutralised, as far as a stop's cost goes. `slow`: FCY of WEC, VSC, code 60 (everyone slows, gaps stay).
// `behind`: behind a safety car (gaps close); every caution of IMSA, though its feed says FCY, is one.
enum class Pace : std::uint8_t { green, slow, behind };
inline constexpr std::size_t kPaces = 3;

// `series`: of the session; "IMSA" makes a full course yellow a safety car. Red and chequered count as green.
[[nodiscard]] Pace pace_of(FlagKind flag, const std::string& series);

// What is done in the pit lane, by the time in it.
enum class Service : std::uint8_t { drive_through, short_stop, full, repair };
inline constexpr std::size_t kServices = 4;
[[nodiscard]] std::string_view service_name(Service service);  // "drive_through", "short_stop", "full", "repair"

// One kind of service within a class: its share of all stops, and the lane time.
struct ServiceMeasure {
  double share = 0;
  std::optional<Measure> lane_ms;
};

struct ClassMeasure {
  std::string class_name;
  double lap_ms = 0;         // usual clean lap of the class now; 0: no lap known at all
  double settled_share = 1;  // of that: the lap that it comes back to (settled_lap.hpp); 1: stays
  double lap_spread_ms = 0;  // of one clean lap about its car's level
  // Lap time under each pace over lap_ms: on a wet track the field is little slower behind the safety car than without it.
  std::array<double, kPaces> slow_down{1, 1, 1};
  // In-lap to out-lap against cars that stayed out, a service of the usual kinds (no drive-through, no repair).
  std::array<std::optional<Measure>, kPaces> pit_loss_ms;
  std::array<std::optional<Measure>, kPaces> lane_ms;  // pit entry line to pit exit line, usual kinds
  std::optional<Measure> in_lap_cost_ms;               // green; the in-lap against a usual lap
  std::optional<Measure> out_lap_cost_ms;              // green; the out-lap less its lane time against a usual lap
  std::array<ServiceMeasure, kServices> services;
  double fuel_ms_per_lap = 0;             // lane time that one lap's fuel more takes; 0: not seen in the stops
  std::optional<Measure> tank_laps;       // green laps on a full tank
  double yellow_burn = 0.5;               // fuel of a lap under caution over that of a green one
  std::optional<Measure> degradation_ms;  // a lap: tyres and fuel together, as the lap times show it
  std::optional<Measure> tyre_ms;         // a lap: tyres alone; nullopt while the two can't be told apart
  double retirement_per_hour = 0;         // of one running car
  // Share of the cars that come in during a caution, by how much of the tank is used: [i] is i/5..(i+1)/5 of it.
  std::array<double, 5> stops_in_caution{};
  // When a car stops under green, as a share of its tank: what its strategist waits for.
  Measure stop_at_share;
};

struct DriverMeasure {
  std::optional<DriverId> id;
  std::string name;
  Measure pace_ms;  // per lap against the class, clean, fuel-corrected; negative is faster. Shrunk to the car's by few laps
};

// p10/p50/p90 and the whole distribution of the lap of the next stop. Sums to 1 - none.
struct NextStop {
  std::int32_t first_lap = 0;    // in-lap of chance[0]: the lap under way
  std::vector<double> chance;    // of stopping at the end of first_lap + i
  double none = 0;               // no stop any more
  std::optional<Quantiles> lap;  // given that there is one; nullopt: hardly
};

// Stops that nobody planned, an hour of a running car: punctures, contacts, penalties. From IMSA 2019 to 2022 and WEC 2019 to
// 2021: so much less than what came was foreseen by fuel and cautions alone.
inline constexpr double kUnplannedStopsPerHour = 0.07;

// How many stops are still to come; the one under way does not count.
struct StopsLeft {
  std::vector<double> chance;  // [i] of exactly i; sums to 1
  double mean = 0;
  std::int32_t most_likely = 0;
  double most_likely_chance = 0;
  Quantiles band;
};

struct CarMeasure {
  CarNumber car;
  std::size_t class_index = 0;     // in Measured::classes
  std::optional<Measure> pace_ms;  // usual clean lap against the class's, shrunk; negative is faster
  std::optional<double> lap_ms;    // usual clean lap: the class's plus that, with the driver at the wheel
  double lap_spread_ms = 0;
  std::vector<DriverMeasure> drivers;
  std::optional<Measure> tank_laps;         // green laps on a full tank; its band is that of the tank, not of single stints
  bool tank_told = false;                   // by its crew: the last stint goes no further than the others
  std::int32_t laps_since_stop = 0;         // laps completed since the last fuel; the in-lap counts to the stint that it ends
  double fuel_used_laps = 0;                // the same in green laps: laps under caution burn less
  std::optional<Quantiles> fuel_laps_left;  // green laps after the one under way
  std::optional<double> fuel_minutes_left;
  std::optional<double> laps_per_fill_second;  // what a second of refuelling gives
  std::optional<double> saving_laps;           // that it has gone further than its usual tank at its longest
  std::optional<double> energy_pct;            // virtual energy left, if the feed tells it
  std::optional<double> energy_laps_left;
  std::optional<double> degradation_ms;  // a lap, of the driver at the wheel
  std::int32_t tyre_laps = 0;            // age of the tyres, as far as known
  std::optional<bool> tyres_changed;     // at the last stop; nullopt: the lane time can't tell
  std::int32_t double_stints = 0;        // stops with fuel and without tyres so far
  std::optional<StandingCar> standing;   // in the lane or on the track, for longer than usual
  std::optional<double> laps_left;       // until its flag, the lap under way included; the mean
  std::optional<NextStop> next_stop;
  std::optional<StopsLeft> stops_left;
};

// A kind of caution. `hazard_per_hour`: of a new one, while the track is green.
struct CautionMeasure {
  Pace pace = Pace::behind;
  double hazard_per_hour = 0;
  Measure length_ms;
};

struct CautionsMeasure {
  std::vector<CautionMeasure> kinds;
  // The hazard's factor by the part of the race: the first hour, the middle, the last hour.
  std::array<double, 3> by_part{1, 1, 1};
  int seen = 0;  // in this race
  Basis basis = Basis::assumed;
  std::optional<CautionRest> under_way;  // what is left of the caution that is out now
};

struct Measured {
  std::vector<ClassMeasure> classes;  // in the order of Snapshot::classes
  std::vector<CarMeasure> cars;       // in the order of Snapshot::cars
  CautionsMeasure cautions;
  std::optional<Millis> race_length;  // by time; nullopt: neither the session nor the rules tell it
  LastStint last_stint;
  std::optional<double> leader_laps;    // that the winner will have completed
  std::optional<double> wet_slow_down;  // lap time in the wet over dry, when the weather says that it has rained

  [[nodiscard]] const CarMeasure* find(const CarNumber& car) const;
  [[nodiscard]] const ClassMeasure* class_of(const CarNumber& car) const;
};

}  // namespace stint::insight
