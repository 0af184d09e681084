#include "app/serve/demo_run.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "app/serve/demo_races.hpp"

namespace stint::app {
namespace {

constexpr const char* kChannelId = "demo";

// Events of one transaction while a race catches up with its head start.
constexpr std::size_t kBatch = 2000;

constexpr std::chrono::seconds kDemoTablesInterval{30};

source::SimulationPlan simulation_of(const DemoPlan& plan, std::uint64_t seed, timing::Instant starts_at) {
  source::SimulationPlan simulation;
  simulation.seed = seed;
  simulation.length = plan.length;
  simulation.cars = plan.cars;
  simulation.starts_at = starts_at;
  return simulation;
}

}  // namespace

DemoRun::DemoRun(store::EventLog log, const DemoPlan& plan, WallClock wall_clock)
    : log_(std::move(log)),
      plan_(plan),
      wall_clock_(std::move(wall_clock)),
      channel_(std::make_shared<server::RaceChannel>(kChannelId, nullptr)) {}

Result<std::unique_ptr<DemoRun>> DemoRun::create(store::EventLog log, const DemoPlan& plan, WallClock wall_clock,
                                                 MakeAnalyst make_analyst) {
  std::unique_ptr<DemoRun> run(new DemoRun(std::move(log), plan, std::move(wall_clock)));
  run->make_analyst_ = std::move(make_analyst);
  auto interrupted = find_interrupted(run->log_, simulation_of(plan, plan.first_seed, {}));
  if (!interrupted) return std::unexpected(interrupted.error());
  if (*interrupted) {
    InterruptedRace& race = **interrupted;
    run->resume(race.plan.seed, std::move(race.simulator), race.logged);
    return run;
  }
  const auto seed = next_demo_seed(run->log_, plan.first_seed);
  if (!seed) return std::unexpected(seed.error());
  if (auto begun = run->begin(*seed, plan.head_start); !begun) return std::unexpected(begun.error());
  return run;
}

std::string DemoRun::session_id() const {
  const std::lock_guard lock(id_guard_);
  return session_id_;
}

Result<void> DemoRun::begin(std::uint64_t seed, timing::Millis head_start) {
  const timing::Instant starts_at = std::chrono::floor<std::chrono::minutes>(wall_clock_() - head_start);
  auto simulator = source::Simulator::create(simulation_of(plan_, seed, starts_at));
  if (!simulator) return std::unexpected(simulator.error());
  if (auto made = log_.create_session(demo_race_id(seed), ""); !made) return made;
  if (auto removed = remove_old_demo_races(log_); !removed) return removed;
  take_over(seed, std::move(*simulator));
  playhead_ = starts_at + head_start;
  if (auto caught_up = catch_up(); !caught_up) return std::unexpected(caught_up.error());
  spdlog::info("race {} begins, {} min of it are told at once", session_id(),
               std::chrono::duration_cast<std::chrono::minutes>(head_start).count());
  return {};
}

void DemoRun::resume(std::uint64_t seed, source::Simulator simulator, const std::vector<timing::Event>& logged) {
  take_over(seed, std::move(simulator));
  for (const timing::Event& event : logged) race_.insert(event);
  playhead_ = race_.latest();
  if (desk_) desk_->hear(logged, playhead_);
  spdlog::info("race {} goes on after {} events of the log", session_id(), logged.size());
}

void DemoRun::take_over(std::uint64_t seed, source::Simulator simulator) {
  {
    const std::lock_guard lock(id_guard_);
    session_id_ = demo_race_id(seed);
  }
  seed_ = seed;
  simulator_ = std::make_unique<source::Simulator>(std::move(simulator));
  upcoming_ = simulator_->next();
  const std::uint64_t version = race_.version();
  race_ = race::Race();
  race_.number_versions_above(version);
  fraction_ = {};
  since_end_ = {};
  insights_ = nullptr;
  desk_ = make_analyst_ ? std::make_unique<AnalystDesk>(make_analyst_) : nullptr;
  ++take_;
  published_ = false;
}

Result<void> DemoRun::flush() {
  if (due_.empty()) return {};
  if (auto logged = log_.append(demo_race_id(seed_), due_); !logged) return logged;
  for (const timing::Event& event : due_) race_.insert(event);
  if (desk_) desk_->hear(due_, due_.back().at);
  due_.clear();
  return {};
}

Result<std::size_t> DemoRun::catch_up() {
  std::size_t applied = 0;
  while (upcoming_ && upcoming_->at <= playhead_) {
    due_.push_back(std::move(*upcoming_));
    upcoming_ = simulator_->next();
    static_cast<void>(simulator_->take_truth());  // nobody asks for it here
    ++applied;
    if (due_.size() < kBatch) continue;
    if (auto flushed = flush(); !flushed) return std::unexpected(flushed.error());
  }
  if (auto flushed = flush(); !flushed) return std::unexpected(flushed.error());
  return applied;
}

Result<void> DemoRun::write_tables_if_due(std::chrono::nanoseconds passed) {
  since_tables_ += passed;
  if (upcoming_ && since_tables_ < kDemoTablesInterval) return {};
  since_tables_ = {};
  return log_.write_tables(demo_race_id(seed_), *race_.snapshot(playhead_));
}

void DemoRun::publish() {
  server::Publication publication;
  publication.snapshot = race_.snapshot(playhead_);
  publication.take = take_;
  publication.insights = insights_;
  channel_->publish(std::move(publication));
  published_ = true;
  since_published_ = {};
}

Result<void> DemoRun::step(std::chrono::nanoseconds passed) {
  since_published_ += passed;
  if (!upcoming_) {
    since_end_ += passed;
    if (since_end_ >= plan_.interlude) {
      if (auto begun = begin(seed_ + 1, timing::Millis{0}); !begun) return begun;
    }
    if (!published_) publish();
    return {};
  }
  fraction_ += std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(passed.count()) * plan_.speed));
  const auto whole = std::chrono::floor<timing::Millis>(fraction_);
  playhead_ += whole;
  fraction_ -= whole;
  const auto applied = catch_up();
  if (!applied) return std::unexpected(applied.error());
  if (!upcoming_) spdlog::info("race {} is over", session_id());
  const bool clock_is_due = since_published_ >= kClockInterval;
  if (desk_ && clock_is_due) desk_->hear({}, playhead_);
  const insight::InsightsPtr before = desk_ ? std::exchange(insights_, desk_->latest()) : nullptr;
  if (!published_ || *applied > 0 || clock_is_due || before != insights_) publish();
  return write_tables_if_due(passed);
}

}  // namespace stint::app
