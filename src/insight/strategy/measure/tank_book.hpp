// How far each car of a race goes on a tank: learnt stint by stint.
//
// A stint's length is counted in green laps: a neutralised lap burns only `yellow_burn` of one. What a tank gives is seen only
// from stints that ran it down; the many that ended early say no more than that it was enough. So a class's tank is the median
// of the cluster of its longest stints, and a car's is that of its own long stints drawn to its make's and its class's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "insight/strategy/strategy.hpp"

namespace stint::insight {

struct Tank {
  double laps = 0;   // 0: unknown
  double usual = 0;  // at which its cars have been stopping under green, strategy or not; at most a little over `laps`
  double error = 0;  // standard deviation of that number
  int stints = 0;    // long ones of the car, or of the class if the basis is the class
  Basis basis = Basis::assumed;
  bool told = false;  // by its crew
};

// A tank that need not be measured: a crew knows its own.
struct KnownTank {
  CarNumber car;
  double laps = 0;             // green, on a full tank: after so many it must come in
  std::optional<double> left;  // of them when it last crossed the line; nullopt: counted from its stops
};

// What a stint shorter than the tank says about it: why did the car stop?
enum class StintWorth : std::uint8_t {
  full,     // under green, in a stint without a caution, with more stops to come: the fuel was out
  part,     // cautions shifted the stops, or it was the last one: strategy
  nothing,  // in a caution, when everybody stops
};

// Thread rule: one thread; asking learns.
class TankBook {
 public:
  // classes[i]: of car i; makes[i]: its manufacturer, empty if unknown.
  TankBook(std::vector<std::size_t> classes, std::vector<std::string> makes, std::size_t class_count);

  // What is believed of a class before this race has shown anything.
  void expect(std::size_t class_index, const Tank& tank);
  // A stint that ended with refuelling.
  void add(std::size_t car, double green_laps, StintWorth worth);
  // A stint that goes on: heard of only once it is longer than the tank was believed to be.
  void goes_on(std::size_t car, double green_laps);

  // The crew has said what its tank gives: nothing is measured of it any more.
  void know(std::size_t car, double green_laps);

  [[nodiscard]] const Tank& of_car(std::size_t car) const;
  [[nodiscard]] const Tank& of_class(std::size_t class_index) const { return class_tanks_[class_index]; }
  // The car's stints that ran the tank down.
  [[nodiscard]] std::vector<double> long_stints(std::size_t car) const;

 private:
  struct Stint {
    double laps, weight, usual_weight;
  };
  void learn_class(std::size_t class_index);
  void learn_car(std::size_t car) const;
  [[nodiscard]] double drawn_to_class(std::size_t car, double of_class, double& own_count) const;
  [[nodiscard]] std::vector<Stint> with_belief(std::size_t class_index) const;
  [[nodiscard]] bool is_long(double laps, double tank) const;
  [[nodiscard]] bool ended_early(std::size_t class_index, double laps) const;

  std::vector<std::size_t> classes_;
  std::vector<std::string> makes_;
  std::vector<Tank> expected_, class_tanks_;
  // Learnt when asked for: a class's every stint changes all its cars.
  mutable std::vector<Tank> car_tanks_;
  mutable std::vector<char> car_is_learnt_;
  std::vector<std::vector<Stint>> class_stints_;  // sorted
  std::vector<double> running_;                   // by car: a stint that is longer than the tank was; 0: none
  std::vector<std::vector<double>> car_stints_;   // in order of time
  std::vector<double> known_;                     // by car: told by its crew; 0: not
};

}  // namespace stint::insight
