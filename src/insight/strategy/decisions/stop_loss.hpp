// What a stop costs a car, by what it has to fill, from the stops that the race has seen.
//
//   lane = base + fuel time a lap * laps to fill + residual        base, fuel time: of the class, Theil-Sen
//   loss = lane + what in-lap and out-lap lose beside the lane     the class's median
//
// residual: the median of those of the nine most similar stops of the class, where similar is: the same crew, a stop before it
// that was as long (a car that left its tyres on once changes them next), as much to fill. Under a neutralisation, and while a
// class has shown fewer than six stops, Measured gives the loss. docs/strategy.md, "What a stop costs".
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

struct StopLoss {
  double mean_ms = 0;
  double spread_ms = 0;           // standard deviation of one stop
  double in_lap_ms = 0;           // the part that is lost when the car crosses the line in the lane
  std::optional<double> lane_ms;  // entry line to exit line; the same spread
  Basis basis = Basis::assumed;
  [[nodiscard]] Quantiles band() const;  // of the loss; normal
};

class StopLosses {
 public:
  StopLosses(const race::Snapshot& race, const Measured& measured);

  // `fill_laps`: fuel to take, in laps of this car. nullopt if nothing is known of the class's stops.
  [[nodiscard]] std::optional<StopLoss> of(const race::CarNumber& car, std::size_t class_index, Pace pace,
                                           double fill_laps) const;
  // What a change of tyres adds where it is not done while refuelling: the distance between the middles of the shorter and of
  // the longer half of the class's stops, at the same fill. nullopt: the stops don't fall into two kinds.
  [[nodiscard]] std::optional<double> tyre_change_ms(std::size_t class_index) const;

 private:
  struct SeenStop {
    race::CarNumber car;
    race::Instant at{};
    double fill = 0;  // laps since the fuel before
    double lane = 0;
    std::optional<double> cost;
    double residual = 0;
    std::optional<double> before;  // residual of the car's stop before it
  };
  struct ClassFit {
    std::vector<SeenStop> stops;  // under green, of the usual kinds, in order of time
    double base_ms = 0, fuel_ms = 0;
    double beside_lane_ms = 0;  // cost less lane time
    double usual_fill = 0;
    double spread_ms = 0;  // of the residuals
  };
  struct Nearby {
    double residual = 0, spread = 0;
  };
  static void fit(ClassFit& fit);
  [[nodiscard]] Nearby similar_stops(const ClassFit& fit, const race::CarNumber& car, double fill_laps) const;
  [[nodiscard]] std::optional<StopLoss> measured_loss(std::size_t class_index, Pace pace, double fill_laps) const;

  const Measured* measured_;
  std::vector<ClassFit> classes_;
};

}  // namespace stint::insight
