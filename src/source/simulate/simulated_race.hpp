// For tests: a whole simulated race, read at once.
#pragma once

#include <string>
#include <vector>

#include "source/simulate/simulator.hpp"

namespace stint::source {

struct SimulatedRace {
  std::vector<timing::Event> events;
  std::vector<std::string> truth;
};

[[nodiscard]] inline SimulationPlan plan_of(std::uint64_t seed, std::chrono::minutes length, std::int32_t cars,
                                            std::string circuit = "") {
  SimulationPlan plan;
  plan.seed = seed;
  plan.length = length;
  plan.cars = cars;
  plan.circuit = std::move(circuit);
  plan.starts_at = timing::instant_from_ms(1'750'507'200'000);  // 2025-06-21T12:00Z
  return plan;
}

// REQUIRES: the plan is one that Simulator::create() accepts.
[[nodiscard]] inline SimulatedRace simulate(const SimulationPlan& plan) {
  Simulator simulator = Simulator::create(plan).value();
  SimulatedRace race;
  while (auto event = simulator.next()) race.events.push_back(std::move(*event));
  race.truth = simulator.take_truth();
  return race;
}

}  // namespace stint::source
