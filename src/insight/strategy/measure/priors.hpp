// What earlier races have shown, as tallies by race: sums that add up, so that a season can be left out exactly.
//
// Text form, one value a word; docs/strategy.md has the grammar. Learnt by `stint train strategy`, shipped in models/.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "timing/error.hpp"

namespace stint::insight {

// count, sum and sum of squares of one quantity.
struct Tally {
  double count = 0, sum = 0, squares = 0;
  void add(double value);
  Tally& operator+=(const Tally& other);
  [[nodiscard]] double mean() const { return count > 0 ? sum / count : 0; }
  [[nodiscard]] double spread() const;  // standard deviation; 0 of fewer than two
};

// Of one class in one race. Lap-like times are shares of the class's lap, so that circuits can be compared; lane times and
// losses are milliseconds, as they are the circuit's.
struct ClassTally {
  std::string class_name;
  double lap_ms = 0;  // usual clean lap
  std::array<Tally, kPaces> pit_loss_ms, lane_ms;
  std::array<Tally, kPaces> slow_down;
  Tally in_lap_ms, out_lap_ms;
  std::array<Tally, kServices> services_ms;
  Tally tank_ms;  // a tank in time: laps times lap
  Tally yellow_burn;
  Tally degradation;  // ms a lap
  Tally lap_spread_ms;
  Tally fuel_ms_per_lap;
  Tally stop_at_share;  // of green stops
  double car_hours = 0, retirements = 0;
  std::array<double, 5> caution_chances{}, caution_stops{};
};

struct RaceTally {
  std::string id;       // of the session: "imsa-2022-lime-rock-park-race"
  std::string series;   // "IMSA"
  std::string circuit;  // plain words of the track or event
  int season = 0;       // the year
  double length_h = 0;
  std::array<double, 3> green_hours{};                   // first hour, middle, last hour
  std::array<std::array<double, 3>, kPaces> cautions{};  // [pace][part]: how many began
  std::array<Tally, kPaces> caution_ms;                  // their lengths
  std::vector<ClassTally> classes;
};

class Priors {
 public:
  // Errors: not_a_model, model_damaged, model_too_new. `name` is what messages call the text, such as the file's path.
  [[nodiscard]] static Result<Priors> read(std::string_view text, std::string_view name);
  [[nodiscard]] std::string write() const;

  void add(RaceTally race);  // takes the place of an earlier one of the same id
  // All but the races of that series and season.
  [[nodiscard]] Priors without(std::string_view series, int season) const;
  [[nodiscard]] Priors without_race(std::string_view id) const;

  [[nodiscard]] std::span<const RaceTally> races() const { return races_; }
  [[nodiscard]] std::string version() const;  // "strategy-1a2b3c4d": of the content

 private:
  std::vector<RaceTally> races_;  // by id
};

}  // namespace stint::insight
