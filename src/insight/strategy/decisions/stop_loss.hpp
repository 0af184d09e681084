// What a stop costs a car, by what it has to fill, from the stops that the race has seen.
//
//   lane = fuel time a lap * laps to fill + middle of (lane - fuel time * fill) over the stops that are like it
//   loss = lane + what in-lap and out-lap lose beside the lane
//
// Every stop of the class counts, those in cautions too, by how much it is like the one asked about: the same crew, as much to
// fill, a stop before it that was as long, as many stops since the last long one (a car that left its tyres on changes them
// next time). What earlier races say counts like half a stop, and less with each that the race shows. A neutralisation's loss
// is the measured one, and the crew's difference. How far off all this has been on the class's latest stops, each told from
// those before it, widens the spread or narrows it. docs/strategy.md, "What a stop costs".
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "insight/strategy/decisions/seen_stops.hpp"
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

  // `fill_laps`: fuel to take, in green laps of this car. nullopt if nothing is known of the class's stops.
  [[nodiscard]] std::optional<StopLoss> of(const race::CarNumber& car, std::size_t class_index, Pace pace,
                                           double fill_laps) const;
  // What a change of tyres adds where it is not done while refuelling: the distance between the middles of the shorter and of
  // the longer half of the class's stops, at the same fill. nullopt: the stops don't fall into two kinds.
  [[nodiscard]] std::optional<double> tyre_change_ms(std::size_t class_index) const;

 private:
  struct ClassFit {
    std::vector<SeenStop> stops;         // of the usual kinds, by their base
    std::optional<double> earlier_lane;  // ms, of earlier races, at kUsualFill of a tank
    double tank_laps = 0;
    double fuel_ms = 0;         // a lap
    double base_ms = 0;         // middle of the stops
    double usual_fill = 0;      // laps
    double beside_lane_ms = 0;  // cost less lane time
    double beside_spread_ms = 0;
    std::optional<double> before_box_ms;  // lost before the line where the box lies behind it
    std::optional<double> after_box_ms;   // lost after the line where the box lies before it
    bool box_before_line = false;         // of most stops
    double spread_factor = 1;             // what the spread is to be multiplied with, as the latest stops have shown
  };
  // A stop at `at`: what is known of it before it is made.
  struct Ahead {
    const race::CarNumber* car = nullptr;
    race::Instant at{};
    double fill = 0;
    std::optional<double> before;  // as in SeenStop
    int since_long = 0;
  };
  struct Lane {
    double ms = 0, spread_ms = 0;
  };
  [[nodiscard]] ClassFit fit(std::vector<SeenStop> stops, const ClassMeasure& of_class) const;
  void fit_sides(ClassFit& fit) const;
  [[nodiscard]] Ahead next_of(const ClassFit& fit, const race::CarNumber& car, double fill_laps) const;
  [[nodiscard]] std::optional<Lane> lane_of(const ClassFit& fit, const Ahead& stop) const;  // from the stops before it
  [[nodiscard]] double seen_spread_factor(const ClassFit& fit) const;
  [[nodiscard]] std::optional<StopLoss> measured_loss(std::size_t class_index, Pace pace) const;
  [[nodiscard]] double in_lap_part(const ClassFit& fit, const race::CarNumber& car, double loss_ms, double usual_ms) const;

  const Measured* measured_;
  race::Instant now_{};
  std::vector<double> beside_lane_ms_;  // cost less lane time of the stops of all classes
  double usual_lane_ms_ = 0;            // median of the classes; 0: nothing known
  std::vector<ClassFit> classes_;
};

}  // namespace stint::insight
