// The single events that a class's measurements are made of.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "insight/strategy/measure/fuel_use.hpp"
#include "insight/strategy/measure/race_reading.hpp"

namespace stint::insight {

// Milliseconds unless said otherwise. docs/strategy.md, "What is measured".
struct ClassSamples {
  std::array<std::vector<double>, kPaces> pit_loss, lane;
  std::array<std::vector<double>, kPaces> slow_down;  // over a clean lap; [0] stays empty
  std::array<std::vector<double>, kServices> services;
  std::vector<double> in_lap, out_lap;
  std::vector<double> lap_noise;      // of clean laps about the median of their stint
  std::vector<double> stop_at_share;  // of the tank
  std::optional<Measure> fuel_time;   // a lap's fuel
};

// `tanks`: of the whole race so far. Stops must have their service (tell_services, split_services).
[[nodiscard]] ClassSamples sample_class(const RaceReading& race, std::span<const FuelStint> stints, const TankBook& tanks,
                                        std::size_t class_index, double yellow_burn);

// Tells short services from full ones where the lane times of a class fall into two groups; with `refuel_first` (tyres come
// after the fuel, by the rules) a short one is a stop without new tyres. Call before sample_class.
void split_services(RaceReading& race, std::size_t class_index, bool refuel_first);

}  // namespace stint::insight
