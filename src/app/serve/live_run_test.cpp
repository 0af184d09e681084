#include "app/serve/live_run.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "source/live/scripted_feed.hpp"

namespace stint::app {
namespace {

using namespace std::chrono_literals;
using timing::Event;
using timing::Instant;

constexpr Instant kStart = timing::instant_from_ms(1'780'000'000'000);
constexpr live::LiveSource kScripted{"scripted", "Scripted: a test", "the test", "", {}, 0ms, 30s, nullptr};

Event session_event(Instant at, const std::string& id, timing::SessionState state = timing::SessionState::running) {
  timing::Session session;
  session.source = "scripted";
  session.source_session_id = id;
  session.name = id;
  session.state = state;
  session.started_at = kStart;
  return {at, 0, timing::Indirect<timing::Session>(session)};
}

Event entry_event(const std::string& car) {
  timing::Entry entry;
  entry.car = timing::CarNumber(car);
  entry.class_name = "GT3";
  return {kStart, 0, timing::Indirect<timing::Entry>(entry)};
}

Event lap_event(const std::string& car, std::int32_t number, timing::Millis at) {
  timing::Lap lap;
  lap.car = timing::CarNumber(car);
  lap.lap = number;
  lap.time = 90s;
  return {kStart + at, 0, lap};
}

class Live : public testing::Test {
 protected:
  Live() : folder(std::filesystem::temp_directory_path() / ("stint-live-run-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    wire->now = kStart + 1h;
  }
  ~Live() override {
    run.reset();
    std::filesystem::remove_all(folder);
  }

  [[nodiscard]] std::string database() const { return (folder / "racing.db").string(); }
  void begin() {
    run.reset();
    wire->waiting.clear();
    std::vector<LiveFeed> feeds;
    feeds.push_back({&kScripted, std::make_unique<live::Supervisor>(
                                     live::SupervisorPlan{"scripted", 30s, 1}, std::make_unique<live::ScriptedAdapter>(),
                                     std::make_unique<live::ScriptedTransport>(wire), std::nullopt)});
    auto log = store::EventLog::open(database());
    ASSERT_TRUE(log);
    auto made = LiveRun::create("test", std::move(*log), std::move(feeds), [this] { return wire->now; });
    ASSERT_TRUE(made) << made.error().message;
    run = std::move(*made);
    step();
  }
  void step(timing::Millis time = 100ms) {
    wire->now += time;
    const auto done = run->step(time);
    ASSERT_TRUE(done) << done.error().message;
  }
  void hear(const std::vector<Event>& events) {
    wire->say(events);
    step();
  }
  [[nodiscard]] race::SnapshotPtr shown() const { return run->channel()->current()->snapshot; }
  [[nodiscard]] std::vector<Event> logged(const std::string& id) const {
    return store::EventLog::open_read_only(database())->read_all(id).value_or(std::vector<Event>{});
  }

  std::filesystem::path folder;
  std::shared_ptr<live::ScriptedWire> wire = std::make_shared<live::ScriptedWire>();
  std::unique_ptr<LiveRun> run;
};

TEST_F(Live, WhatAFrameSaysIsLoggedAndPublishedInTheStepInWhichItCame) {
  begin();
  hear({session_event(kStart, "s1"), entry_event("7"), lap_event("7", 1, 90s)});
  ASSERT_EQ(shown()->cars.size(), 1U);
  EXPECT_EQ(shown()->cars.front().laps, 1);
  EXPECT_EQ(run->session_id(), "scripted-s1");
  const auto before = logged("scripted-s1").size();
  hear({lap_event("7", 2, 180s)});
  EXPECT_EQ(shown()->cars.front().laps, 2);
  EXPECT_EQ(logged("scripted-s1").size(), before + 1);
}

TEST_F(Live, BeforeAnySessionTheFeedIsShownAndNoRace) {
  begin();
  const auto publication = run->channel()->current();
  ASSERT_EQ(publication->feeds.size(), 1U);
  EXPECT_TRUE(publication->feeds.front().connected);
  EXPECT_EQ(publication->feeds.front().owner, "the test");
  EXPECT_TRUE(publication->snapshot->cars.empty());
}

TEST_F(Live, WhatIsToldAgainAfterAReconnectChangesNothing) {
  begin();
  const std::vector<Event> all = {session_event(kStart, "s1"), entry_event("7"), lap_event("7", 1, 90s),
                                  lap_event("7", 2, 180s)};
  hear(all);
  wire->drop();
  step();
  step(3s);
  const auto before = logged("scripted-s1").size();
  hear(all);
  EXPECT_EQ(logged("scripted-s1").size(), before);
  EXPECT_EQ(shown()->cars.front().laps, 2);
}

TEST_F(Live, AProgramThatIsStartedAgainGoesOnWithTheSameSession) {
  begin();
  const std::vector<Event> all = {session_event(kStart, "s1"), entry_event("7"), lap_event("7", 1, 90s),
                                  lap_event("7", 2, 180s)};
  hear(all);
  const auto before = logged("scripted-s1");
  begin();
  EXPECT_EQ(shown()->cars.front().laps, 2) << "the log is shown before the feed says anything";
  hear(all);
  hear({lap_event("7", 3, 270s)});
  EXPECT_EQ(shown()->cars.front().laps, 3);
  const auto after = logged("scripted-s1");
  ASSERT_GE(after.size(), before.size());
  EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
  const auto laps =
      std::ranges::count_if(after, [](const Event& event) { return std::holds_alternative<timing::Lap>(event.body); });
  EXPECT_EQ(laps, 3);
}

TEST_F(Live, TheOldClassificationStaysUntilTheNextSessionHasSomethingToShow) {
  begin();
  hear({session_event(kStart, "s1"), entry_event("7"), lap_event("7", 1, 90s)});
  hear({session_event(kStart + 1h, "s2", timing::SessionState::scheduled)});
  EXPECT_EQ(shown()->session.source_session_id, "s1") << "a placeholder wipes nothing";
  const auto take = run->channel()->current()->take;
  const auto version = shown()->version;
  hear({entry_event("8"), session_event(kStart + 2h, "s2")});
  EXPECT_EQ(shown()->session.source_session_id, "s2");
  EXPECT_GT(run->channel()->current()->take, take);
  EXPECT_GT(shown()->version, version);
  EXPECT_EQ(logged("scripted-s1").size(), 3U) << "session, entry, lap";
}

TEST_F(Live, APlaceholderInBetweenDoesNotCutASessionInTwo) {
  begin();
  hear({session_event(kStart, "s1"), entry_event("7"), lap_event("7", 1, 90s)});
  hear({session_event(kStart + 1h, "none", timing::SessionState::scheduled)});
  hear({session_event(kStart + 1h, "s1"), lap_event("7", 2, 180s)});
  EXPECT_EQ(shown()->session.source_session_id, "s1");
  EXPECT_EQ(shown()->cars.front().laps, 2);
}

TEST_F(Live, AWholeRaceToldNewestFirstIsTheSameRace) {
  begin();
  std::vector<Event> events = {session_event(kStart, "s1"), entry_event("7")};
  for (int lap = 40; lap > 0; --lap) events.push_back(lap_event("7", lap, lap * 90s));
  hear(events);
  EXPECT_EQ(shown()->cars.front().laps, 40);
  EXPECT_EQ(shown()->cars.front().laps_done.size(), 40U);
  const auto log = logged("scripted-s1");
  EXPECT_TRUE(std::ranges::is_sorted(log, {}, &Event::at));
}

TEST(LiveSessionIds, AreMadeFromTheSourcesOwn) {
  timing::Session session;
  session.source = "griiip";
  session.source_session_id = "18130";
  EXPECT_EQ(live_session_id(session), "griiip-18130");
  session.source_session_id = "2026/Race 1";
  const auto changed = live_session_id(session);
  session.source_session_id = "2026_Race_1";
  EXPECT_NE(live_session_id(session), changed);
  EXPECT_EQ(changed.find_first_of("/ "), std::string::npos);
}

}  // namespace
}  // namespace stint::app
