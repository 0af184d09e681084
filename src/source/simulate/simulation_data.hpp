// The circuits, classes and names that races are made of: TOML files, built into the program.
//
// circuits/*.toml and src/source/simulate/field/*.toml explain every key; docs/simulator.md gives the reasons for the figures.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "timing/error.hpp"

namespace stint::source {

struct Circuit {
  std::string key;  // file name without extension
  std::string name;
  std::string place;  // in "6 Hours of ..."
  double length_m = 0;
  double lap_s = 0;                  // clean lap of the fastest class
  std::vector<double> sector_share;  // of the lap's time; sums to 1
  std::int32_t utc_offset_min = 0;
  double pit_entry_m = 0;  // inside the lane, before the line
  double pit_exit_m = 0;   // inside the lane, after the line
  double pit_speed_kph = 0;
  double caution_kph = 0;
  double safety_car_kph = 0;
  double speed_trap_kph = 0;
  double passing = 0;  // chance a sector
  std::int32_t slow_zones = 0;

  [[nodiscard]] std::int32_t sectors() const { return static_cast<std::int32_t>(sector_share.size()); }
  // Milliseconds for a lap at a constant speed.
  [[nodiscard]] double lap_ms_at(double kph) const { return length_m / kph * 3600.0; }
  [[nodiscard]] double lane_ms(double metres) const { return metres / pit_speed_kph * 3600.0; }
};

struct CarClass {
  std::string name;
  double share = 0;
  double pace = 1;
  double spread = 0;
  double stint_min = 0;
  double fuel_loss = 0;
  double tyre_life_min = 0;
  double tyre_loss = 0;
  double refuel_s = 0;
  double tyres_s = 0;
  double driver_change_s = 0;
  bool fuel_and_tyres_together = false;
  double top_speed = 1;
  double rain_loss = 0;
  std::int32_t first_number = 0;
  std::int32_t last_number = 0;
  std::vector<std::vector<std::string>> crews;
};

struct NameLists {
  std::vector<std::string> first_names, last_names, countries, team_first, team_last;
  std::map<std::string, std::vector<std::string>, std::less<>> makers;  // by class: "Maker Model"
};

struct SimulationData {
  std::vector<Circuit> circuits;  // by key
  std::vector<CarClass> classes;  // fastest first
  NameLists names;
};

// Errors of the three: bad_configuration, naming the file and the key.
[[nodiscard]] Result<Circuit> parse_circuit(std::string_view key, std::string_view toml);
[[nodiscard]] Result<std::vector<CarClass>> parse_classes(std::string_view toml);
[[nodiscard]] Result<NameLists> parse_names(std::string_view toml);

// What is built in; read once.
[[nodiscard]] const Result<SimulationData>& simulation_data();

}  // namespace stint::source
