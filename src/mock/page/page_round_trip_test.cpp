// A race, played as a timing page and followed by the description in docs/sources/page.md, is the same race again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "mock/memory_transport.hpp"
#include "mock/page/page_feed.hpp"
#include "mock/test_race.hpp"
#include "race/race.hpp"
#include "source/live/page/page.hpp"

namespace stint::mock {
namespace {

using namespace std::chrono_literals;
using live::Reaction;
using race::CarSnapshot;
using race::SnapshotPtr;
using timing::Instant;

std::string documented_description() {
  const char* root = std::getenv("STINT_ROOT");
  std::ifstream file(std::string(root == nullptr ? "." : root) + "/docs/sources/page.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("```toml\n");
  return begin == std::string::npos ? std::string() : all.substr(begin + 8, all.find("```", begin + 8) - begin - 8);
}

struct Followed {
  SnapshotPtr race;
  int rebuilds = 0;
  std::size_t problems = 0;
};

// Plays to the end of the script, and a few polls more; the network is cut at `cuts` random moments.
Followed follow(RaceScript script, const FaultPlan& faults, int cuts = 0) {
  const Instant ends = script.ends() + 10s;
  const auto feed = kPageMock.make(std::move(script), faults);
  MemoryTransport network(*feed);
  const auto adapter =
      live::kPageSource.make({.base_url = "http://127.0.0.1:1", .series = {}, .page_description = documented_description()});
  if (!adapter) throw std::runtime_error(adapter.error().message);
  std::mt19937 random(7);
  std::vector<Instant> cut_at;
  for (int i = 0; i < cuts; ++i) {
    cut_at.push_back(kTestStart +
                     std::chrono::milliseconds(random() % static_cast<std::uint64_t>((ends - kTestStart).count())));
  }
  std::ranges::sort(cut_at);

  Followed followed;
  race::Race race;
  std::string session;
  std::optional<Instant> start_at = kTestStart;
  const auto take_up = [&](Reaction& reaction, Instant now) {
    for (const timing::Event& event : reaction.events) {
      if (const auto* begun = timing::event_as<timing::Session>(event)) {
        if (!session.empty() && begun->source_session_id != session) return false;  // the next session's page
        session = begun->source_session_id;
      }
      race.insert(event);
    }
    for (const net::Ask& ask : reaction.asks) network.ask(ask);
    followed.problems += reaction.problems.size();
    if (reaction.rebuild) {
      ++followed.rebuilds;
      start_at = now + 2s;
    }
    return true;
  };
  std::size_t cuts_made = 0;
  for (Instant now = kTestStart; now <= ends; now += 250ms) {
    network.advance(now);
    while (cuts_made < cut_at.size() && cut_at[cuts_made] <= now) {
      network.cut();
      network.set_reachable(false);
      ++cuts_made;
    }
    if (random() % 40 == 0) network.set_reachable(true);  // after ten seconds on average
    Reaction reaction;
    if (start_at && now >= *start_at) {
      start_at.reset();
      (*adapter)->start(now, reaction);
    }
    for (const net::Frame& frame : network.take()) (*adapter)->on_frame(frame, reaction);
    (*adapter)->on_time(now, reaction);
    if (!take_up(reaction, now)) break;
  }
  followed.race = race.snapshot();
  return followed;
}

SnapshotPtr played(const RaceScript& script) {
  race::Race race;
  for (const timing::Event& event : script.events()) race.insert(event);
  return race.snapshot();
}

std::vector<std::string> order(const race::Snapshot& race) {
  std::vector<std::string> numbers;
  for (const CarSnapshot& car : race.cars) numbers.push_back(car.number().str());
  return numbers;
}

// Every lap that was followed is a lap of the race, with its time; returns how many of the race's are missing.
std::size_t expect_no_lap_invented(const race::Snapshot& truth, const race::Snapshot& followed) {
  std::size_t missing = 0;
  for (const CarSnapshot& car : truth.cars) {
    const CarSnapshot* seen = followed.find(car.number());
    EXPECT_NE(seen, nullptr) << car.number().view();
    if (seen == nullptr) continue;
    std::size_t found = 0;
    for (const race::LapRecord& lap : seen->laps_done) {
      const auto same = std::ranges::find(car.laps_done, lap.number, &race::LapRecord::number);
      EXPECT_NE(same, car.laps_done.end()) << "car " << car.number().view() << " lap " << lap.number;
      if (same == car.laps_done.end()) continue;
      ++found;
      if (lap.time) {
        EXPECT_EQ(lap.time, same->time) << "car " << car.number().view() << " lap " << lap.number;
      }
    }
    missing += car.laps_done.size() - found;
  }
  return missing;
}

TEST(PageRoundTrip, TheRaceIsTheSameAgain) {
  RaceScript script = test_script(45min, 12);
  const SnapshotPtr truth = played(script);
  const Followed followed = follow(std::move(script), {});
  EXPECT_EQ(followed.rebuilds, 0);
  EXPECT_EQ(followed.problems, 0U);
  EXPECT_EQ(order(*followed.race), order(*truth));
  EXPECT_EQ(expect_no_lap_invented(*truth, *followed.race), 0U);
  EXPECT_EQ(followed.race->session.state, timing::SessionState::finished);
  for (const CarSnapshot& car : truth->cars) {
    const CarSnapshot* seen = followed.race->find(car.number());
    ASSERT_NE(seen, nullptr);
    EXPECT_EQ(seen->laps, car.laps) << car.number().view();
    EXPECT_EQ(seen->stops, car.stops) << car.number().view();
    EXPECT_EQ(seen->driver_name, car.driver_name) << car.number().view();
    EXPECT_EQ(seen->entry->class_name, car.entry->class_name);
    EXPECT_EQ(seen->entry->team, car.entry->team);
    for (std::size_t i = 0; i < std::min(seen->laps_done.size(), car.laps_done.size()); ++i) {
      const auto off = std::chrono::abs(seen->laps_done[i].ended_at - car.laps_done[i].ended_at);
      EXPECT_LE(off, 3s) << car.number().view() << " lap " << i + 1;
    }
  }
}

TEST(PageRoundTrip, UnderEachFaultNoLapIsInventedOrDoubledAndTheOrderIsRight) {
  for (const FaultKind& kind : fault_kinds()) {
    SCOPED_TRACE(kind.name);
    RaceScript script = test_script(12min, 6);
    const SnapshotPtr truth = played(script);
    FaultSet faults;
    faults.add(kind.fault);
    const FaultPlan plan(faults, 5, script.begins(), script.ends());
    const Followed followed = follow(std::move(script), plan);
    (void)expect_no_lap_invented(*truth, *followed.race);
    if (kind.fault != Fault::stall) {
      EXPECT_EQ(order(*followed.race), order(*truth));
    }
  }
}

TEST(PageRoundTrip, AHundredDisconnectsLoseOnlyWhatNobodyCouldSee) {
  RaceScript script = test_script(60min, 6);
  const SnapshotPtr truth = played(script);
  const Followed followed = follow(std::move(script), {}, 100);
  EXPECT_EQ(expect_no_lap_invented(*truth, *followed.race), 0U) << "no outage is as long as a lap";
  for (const CarSnapshot& car : truth->cars) EXPECT_EQ(followed.race->find(car.number())->laps, car.laps);
}

}  // namespace
}  // namespace stint::mock
