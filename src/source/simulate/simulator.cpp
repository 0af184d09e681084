#include "source/simulate/simulator.hpp"

#include <algorithm>

#include "source/simulate/race_engine.hpp"

namespace stint::source {
namespace {

Result<const Circuit*> choose_circuit(const SimulationPlan& plan, const std::vector<Circuit>& circuits) {
  if (plan.circuit.empty()) {
    RandomStream random(plan.seed, "circuit");
    return &circuits[static_cast<std::size_t>(random.whole(0, static_cast<std::int64_t>(circuits.size()) - 1))];
  }
  const auto found = std::ranges::find(circuits, plan.circuit, &Circuit::key);
  if (found != circuits.end()) return &*found;
  std::string known;
  for (const Circuit& circuit : circuits) known += (known.empty() ? "" : ", ") + circuit.key;
  return fail(ErrorCode::bad_argument, "There is no circuit '" + plan.circuit + "'; there are: " + known + ".");
}

}  // namespace

struct Simulator::Impl {
  Impl(const SimulationPlan& plan, const Circuit& circuit, const SimulationData& data) : engine(plan, circuit, data) {}

  RaceEngine engine;
  std::vector<timing::Event> ready;  // of the present instant, in canonical order
  std::size_t given = 0;
};

Result<Simulator> Simulator::create(const SimulationPlan& plan) {
  if (plan.cars < kFewestCars || plan.cars > kMostCars) {
    return fail(ErrorCode::bad_argument, "A simulated race has 2 to 120 cars, not " + std::to_string(plan.cars) + ".");
  }
  if (plan.length < kShortestRace || plan.length > kLongestRace) {
    return fail(ErrorCode::bad_argument, "A simulated race takes 10 minutes to 100 hours.");
  }
  const auto in_range = [](double value) { return value >= 0 && value <= kMostTrouble; };
  if (!in_range(plan.trouble) || !in_range(plan.timing_faults_per_hour)) {
    return fail(ErrorCode::bad_argument, "Trouble and timing faults of a simulated race are 0 to 20.");
  }
  const Result<SimulationData>& data = simulation_data();
  if (!data) return std::unexpected(data.error());
  const auto circuit = choose_circuit(plan, data->circuits);
  if (!circuit) return std::unexpected(circuit.error());
  return Simulator(std::make_unique<Impl>(plan, **circuit, *data));
}

Simulator::Simulator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Simulator::Simulator(Simulator&&) noexcept = default;
Simulator& Simulator::operator=(Simulator&&) noexcept = default;
Simulator::~Simulator() = default;

std::optional<timing::Event> Simulator::next() {
  if (impl_->given == impl_->ready.size()) {
    impl_->ready.clear();
    impl_->given = 0;
    while (impl_->engine.bulletin().empty()) {
      if (!impl_->engine.step()) return std::nullopt;
    }
    impl_->engine.bulletin().take_into(impl_->ready);
  }
  return std::move(impl_->ready[impl_->given++]);
}

void Simulator::decide_stops(const timing::CarNumber& car, PitWall wall) { impl_->engine.decide_stops(car, std::move(wall)); }

std::vector<std::string> Simulator::take_truth() { return impl_->engine.truth().take(); }

SimulationPlan demo_plan(std::uint64_t number, timing::Instant starts_at) {
  SimulationPlan plan;
  plan.seed = number;
  plan.length = std::chrono::hours{6};
  plan.cars = 44;
  plan.starts_at = starts_at;
  plan.keep_truth = false;
  const std::vector<std::string> circuits = circuit_names();
  if (!circuits.empty()) plan.circuit = circuits[number % circuits.size()];
  return plan;
}

std::vector<std::string> circuit_names() {
  std::vector<std::string> names;
  if (const Result<SimulationData>& data = simulation_data()) {
    for (const Circuit& circuit : data->circuits) names.push_back(circuit.key);
  }
  return names;
}

}  // namespace stint::source
