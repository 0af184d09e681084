#include "app/serve/demo_races.hpp"

#include <algorithm>
#include <charconv>

#include "timing/event_ndjson.hpp"

namespace stint::app {
namespace {

constexpr std::string_view kPrefix = "demo-";

// Ascending.
Result<std::vector<std::uint64_t>> logged_seeds(const store::EventLog& log) {
  const auto rows = log.sessions();
  if (!rows) return std::unexpected(rows.error());
  std::vector<std::uint64_t> seeds;
  for (const store::SessionRow& row : *rows) {
    if (const auto seed = demo_seed(row.id)) seeds.push_back(*seed);
  }
  std::sort(seeds.begin(), seeds.end());
  return seeds;
}

std::string line_of(timing::Event event) {
  event.seq = 0;
  std::string line;
  timing::append_ndjson(event, line);
  return line;
}

// Lets the simulator run to the end of what is logged; false if it makes other events than those.
bool follows(source::Simulator& simulator, const std::vector<timing::Event>& logged) {
  return std::all_of(logged.begin(), logged.end(), [&](const timing::Event& event) {
    const auto made = simulator.next();
    return made && line_of(*made) == line_of(event);
  });
}

}  // namespace

std::string demo_race_id(std::uint64_t seed) { return std::string(kPrefix) + std::to_string(seed); }

std::optional<std::uint64_t> demo_seed(const std::string& session_id) {
  if (!session_id.starts_with(kPrefix)) return std::nullopt;
  const std::string_view digits = std::string_view(session_id).substr(kPrefix.size());
  std::uint64_t seed = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), seed);
  if (problem != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return seed;
}

Result<std::optional<InterruptedRace>> find_interrupted(const store::EventLog& log, source::SimulationPlan plan) {
  const auto seeds = logged_seeds(log);
  if (!seeds) return std::unexpected(seeds.error());
  if (seeds->empty()) return std::nullopt;
  plan.seed = seeds->back();
  const auto row = log.session(demo_race_id(plan.seed));
  if (!row) return std::unexpected(row.error());
  if (!row->session.started_at) return std::nullopt;
  plan.starts_at = *row->session.started_at;

  auto logged = log.read_all(row->id);
  if (!logged) return std::unexpected(logged.error());
  auto simulator = source::Simulator::create(plan);
  if (!simulator || !follows(*simulator, *logged)) return std::nullopt;
  return InterruptedRace{plan, std::move(*simulator), std::move(*logged)};
}

Result<std::uint64_t> next_demo_seed(const store::EventLog& log, std::uint64_t first) {
  const auto seeds = logged_seeds(log);
  if (!seeds) return std::unexpected(seeds.error());
  return seeds->empty() ? first : std::max(first, seeds->back() + 1);
}

Result<void> remove_old_demo_races(store::EventLog& log) {
  const auto seeds = logged_seeds(log);
  if (!seeds) return std::unexpected(seeds.error());
  for (std::size_t i = 0; i + kKeptDemoRaces < seeds->size(); ++i) {
    if (auto removed = log.remove_session(demo_race_id((*seeds)[i])); !removed) return removed;
  }
  return {};
}

}  // namespace stint::app
