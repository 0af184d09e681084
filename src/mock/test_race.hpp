// A simulated race for the tests of the mocks: the same each time, with stops and driver changes.
#pragma once

#include <chrono>
#include <stdexcept>
#include <vector>

#include "mock/race_script.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::mock {

inline constexpr timing::Instant kTestStart = timing::instant_from_ms(1'781'359'200'000);  // 2026-06-13T14:00Z

inline std::vector<timing::Event> test_race(timing::Millis length, std::int32_t cars) {
  source::SimulationPlan plan;
  plan.seed = 3;
  plan.length = length;
  plan.cars = cars;
  plan.keep_truth = false;
  auto simulator = source::Simulator::create(plan);
  if (!simulator) throw std::runtime_error(simulator.error().message);
  std::vector<timing::Event> events;
  while (auto event = simulator->next()) events.push_back(std::move(*event));
  return events;
}

inline RaceScript test_script(timing::Millis length, std::int32_t cars, ScriptOptions options = {.starts_at = kTestStart}) {
  auto script = RaceScript::create(test_race(length, cars), options);
  if (!script) throw std::runtime_error(script.error().message);
  return std::move(*script);
}

}  // namespace stint::mock
