// What a strategist says at an instant is the same whether the rest of the race is in the file or not.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "insight/strategy/strategist.hpp"
#include "insight/strategy/strategy_json.hpp"
#include "race_at.hpp"
#include "source/archive/archive.hpp"
#include "source/simulate/simulated_race.hpp"

namespace stint {
namespace {

std::string said(const race::Snapshot& race) {
  insight::AdviceSettings settings;
  settings.play.runs = 50;
  settings.window_runs = 10;
  std::string out;
  timing::JsonWriter json(out);
  insight::write_strategy(json, insight::advise(race, nullptr, {}, settings));
  return out;
}

// As a replay of the whole file shows the instant: all events are there, and the race is folded up to it.
race::SnapshotPtr replayed_to(std::span<const timing::Event> events, timing::Instant at) {
  race::Race race;
  race::SnapshotPtr last;
  for (const timing::Event& event : events) {
    if (event.at > at && !last) last = race.snapshot(at);
    race.insert(event);
  }
  return last ? last : race.snapshot(at);
}

void expect_no_hindsight(const std::vector<timing::Event>& events, timing::Instant at) {
  const std::string cut = said(*race_at(events, at));
  EXPECT_EQ(cut, said(*replayed_to(events, at)));
  EXPECT_NE(cut.find("\"win_odds\""), std::string::npos);
}

TEST(NoHindsight, OfASimulatedRace) {
  const auto plan = source::plan_of(3, std::chrono::hours{2}, 12);
  const source::SimulatedRace race = source::simulate(plan);
  for (const int minute : {20, 61, 100}) expect_no_hindsight(race.events, plan.starts_at + std::chrono::minutes{minute});
}

TEST(NoHindsight, OfARealRace) {
  const char* data = std::getenv("STINT_DATA");
  const std::filesystem::path folder = data == nullptr ? "" : std::filesystem::path(data) / "races" / "wec";
  if (data == nullptr || !std::filesystem::exists(folder)) GTEST_SKIP() << "STINT_DATA has no races";
  const auto archive = source::read_archive(folder / "wec_2024_fuji6h_analysis.csv");
  ASSERT_TRUE(archive);
  const auto start = archive->events.front().at;
  expect_no_hindsight(archive->events, start + std::chrono::minutes{150});
}

}  // namespace
}  // namespace stint
