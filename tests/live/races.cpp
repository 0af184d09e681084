#include "live/races.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "source/archive/archive.hpp"
#include "source/simulate/simulator.hpp"

namespace stint::testing {

std::optional<std::vector<timing::Event>> real_race(const std::string& file) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) return std::nullopt;
  const std::filesystem::path path = std::filesystem::path(data) / "races" / file;
  if (!std::filesystem::exists(path)) return std::nullopt;
  auto session = source::read_archive(path.string());
  if (!session) throw std::runtime_error(session.error().message);
  return std::move(session->events);
}

std::vector<timing::Event> simulated_race(timing::Millis length, std::int32_t cars) {
  source::SimulationPlan plan;
  plan.seed = 11;
  plan.length = length;
  plan.cars = cars;
  plan.keep_truth = false;
  auto simulator = source::Simulator::create(plan);
  if (!simulator) throw std::runtime_error(simulator.error().message);
  std::vector<timing::Event> events;
  while (auto event = simulator->next()) events.push_back(std::move(*event));
  return events;
}

}  // namespace stint::testing
