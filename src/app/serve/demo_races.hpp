// The demonstration's races as they stand in the log: "demo-1", "demo-2" ..., each made from the seed in its name.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/simulate/simulator.hpp"
#include "store/event_log.hpp"
#include "timing/error.hpp"
#include "timing/event.hpp"

namespace stint::app {

// Older races are removed when a new one begins.
inline constexpr std::size_t kKeptDemoRaces = 5;

[[nodiscard]] std::string demo_race_id(std::uint64_t seed);
// nullopt: no race of the demonstration.
[[nodiscard]] std::optional<std::uint64_t> demo_seed(const std::string& session_id);

// A race of the demonstration that the log holds as far as it had come, and the simulator standing right behind it.
struct InterruptedRace {
  source::SimulationPlan plan;
  source::Simulator simulator;
  std::vector<timing::Event> logged;
};

// The latest race of the log, if the plan makes the very events that were logged. A race that was made by another plan, or by
// another version of the simulator, is left as it is: nullopt. Errors: those of the log.
[[nodiscard]] Result<std::optional<InterruptedRace>> find_interrupted(const store::EventLog& log, source::SimulationPlan plan);

// The seed after the highest in the log; `first` if there is none. Errors: those of the log.
[[nodiscard]] Result<std::uint64_t> next_demo_seed(const store::EventLog& log, std::uint64_t first);

// Keeps the latest kKeptDemoRaces. Errors: those of the log.
[[nodiscard]] Result<void> remove_old_demo_races(store::EventLog& log);

}  // namespace stint::app
