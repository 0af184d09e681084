// How far each car of a race goes on a tank: learnt stint by stint.
//
// A stint's length is counted in green laps: a neutralised lap burns only `yellow_burn` of one. What a tank gives is seen only
// from stints that ran it down; the many that ended early say no more than that it was enough. So a class's tank is the median
// of the cluster of its longest stints, and a car's is that of its own long stints drawn to its make's and its class's.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "insight/strategy/strategy.hpp"

namespace stint::insight {

struct Tank {
  double laps = 0;   // 0: unknown
  double error = 0;  // standard deviation of that number
  int stints = 0;    // long ones of the car, or of the class if the basis is the class
  Basis basis = Basis::assumed;
};

class TankBook {
 public:
  // classes[i]: of car i; makes[i]: its manufacturer, empty if unknown.
  TankBook(std::vector<std::size_t> classes, std::vector<std::string> makes, std::size_t class_count);

  // What is believed of a class before this race has shown anything.
  void expect(std::size_t class_index, const Tank& tank);
  // A stint that ended with refuelling. `ended_green`: not in a caution, when cars stop early.
  void add(std::size_t car, double green_laps, bool ended_green);

  [[nodiscard]] const Tank& of_car(std::size_t car) const { return car_tanks_[car]; }
  [[nodiscard]] const Tank& of_class(std::size_t class_index) const { return class_tanks_[class_index]; }
  // The car's stints that ran the tank down.
  [[nodiscard]] std::vector<double> long_stints(std::size_t car) const;

 private:
  void learn_class(std::size_t class_index);
  void learn_car(std::size_t car);
  [[nodiscard]] bool is_long(double laps, double tank) const;

  std::vector<std::size_t> classes_;
  std::vector<std::string> makes_;
  std::vector<Tank> expected_, class_tanks_, car_tanks_;
  std::vector<std::vector<double>> class_stints_;  // sorted
  std::vector<std::vector<double>> car_stints_;    // in order of time
};

}  // namespace stint::insight
