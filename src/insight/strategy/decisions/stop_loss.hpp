// What a stop costs a car, by what it has to fill: the measured loss of its class, its own crew, and its fuel.
//
//   loss = class loss + fuel time a lap * (laps to fill - usual laps to fill) + crew
//
// class loss and fuel time are fitted to the race's own stops (Theil-Sen; docs/strategy.md), and come from Measured while there
// are too few; crew is the mean of what the car's own stops took more, shrunk to 0.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "insight/strategy/measure/measured.hpp"
#include "race/snapshot.hpp"

namespace stint::insight {

struct StopLoss {
  double mean_ms = 0;
  double spread_ms = 0;  // standard deviation of one stop
  double in_lap_ms = 0;  // the part that is lost when the car crosses the line in the lane
  Basis basis = Basis::assumed;
  [[nodiscard]] Quantiles band() const;  // normal
};

class StopLosses {
 public:
  StopLosses(const race::Snapshot& race, const Measured& measured);

  // `fill_laps`: fuel to take, in laps of this car; nullopt: as usual. nullopt if nothing is known of the class's stops.
  [[nodiscard]] std::optional<StopLoss> of(const race::CarNumber& car, std::size_t class_index, Pace pace,
                                           std::optional<double> fill_laps) const;
  // Lane time of the same stop.
  [[nodiscard]] std::optional<Quantiles> lane(const race::CarNumber& car, std::size_t class_index, Pace pace,
                                              std::optional<double> fill_laps) const;

 private:
  struct ClassFit {
    int stops = 0;          // green ones, of the usual kinds
    double loss_ms = 0;     // at `usual_fill`
    double usual_fill = 0;  // laps
    double fuel_ms = 0;     // a lap
    double spread_ms = 0;
  };
  struct CarFit {
    race::CarNumber car;
    double crew_ms = 0;
    double spread_ms = 0;
  };
  [[nodiscard]] double crew_of(const race::CarNumber& car) const;

  const Measured* measured_;
  std::vector<ClassFit> classes_;
  std::vector<CarFit> cars_;
};

}  // namespace stint::insight
