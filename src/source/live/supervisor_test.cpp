#include "source/live/supervisor.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "source/live/recording/frame_reader.hpp"
#include "source/live/scripted_feed.hpp"

namespace stint::live {
namespace {

using namespace std::chrono_literals;
using timing::Event;
using timing::event_as;
using timing::Instant;

constexpr Instant kWatchStart = timing::instant_from_ms(1'780'000'000'000);
constexpr auto kStep = 100ms;

Event session_event(Instant at, const std::string& id, timing::SessionState state) {
  timing::Session session;
  session.source = "scripted";
  session.source_session_id = id;
  session.state = state;
  session.started_at = kWatchStart;
  return {at, 0, timing::Indirect<timing::Session>(session)};
}

Event lap_event(Instant at, std::int32_t number) {
  timing::Lap lap;
  lap.car = timing::CarNumber("7");
  lap.lap = number;
  lap.time = 90s;
  return {at, 0, lap};
}

class Supervised : public testing::Test {
 protected:
  Supervised() : folder(std::filesystem::temp_directory_path() / ("stint-supervisor-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder);
    wire->now = kWatchStart;
  }
  ~Supervised() override { std::filesystem::remove_all(folder); }

  void follow(std::optional<FrameWriter> recording = {}) {
    feed = std::make_unique<Supervisor>(SupervisorPlan{"scripted", 30s, 1}, std::make_unique<ScriptedAdapter>(),
                                        std::make_unique<ScriptedTransport>(wire), std::move(recording));
    run(kStep);
  }
  // Virtual time, step by step.
  void run(timing::Millis time) {
    const Instant until = wire->now + time;
    while (wire->now < until) {
      feed->step(wire->now, events);
      wire->now += kStep;
    }
  }
  [[nodiscard]] std::size_t sockets_opened() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(wire->asks, [](const net::Ask& ask) { return std::holds_alternative<net::OpenSocket>(ask); }));
  }
  void begin_session() {
    wire->say({session_event(wire->now, "s1", timing::SessionState::running), lap_event(wire->now, 1)});
    run(kStep);
  }

  std::filesystem::path folder;
  std::shared_ptr<ScriptedWire> wire = std::make_shared<ScriptedWire>();
  std::unique_ptr<Supervisor> feed;
  std::vector<Event> events;
};

TEST_F(Supervised, GivesOnWhatTheAdapterMakesOfTheFrames) {
  follow();
  begin_session();
  EXPECT_TRUE(feed->status().connected);
  EXPECT_EQ(feed->status().session, "s1");
  EXPECT_EQ(std::ranges::count_if(events, [](const Event& event) { return event_as<timing::Lap>(event) != nullptr; }), 1);
}

TEST_F(Supervised, ALostConnectionIsBegunAgainWithinSeconds) {
  follow();
  begin_session();
  wire->drop();
  run(kStep);
  EXPECT_FALSE(feed->status().connected);
  EXPECT_EQ(feed->status().why, "the socket was reset");
  run(3s);  // the first wait is 2 s, give or take a fifth
  EXPECT_EQ(sockets_opened(), 2U);
  EXPECT_EQ(feed->status().reconnects, 1U);
  EXPECT_TRUE(feed->status().connected);
}

TEST_F(Supervised, ARefusingServerIsAskedLessAndLessAndFollowedAsSoonAsItIsBack) {
  wire->refuses = true;
  follow();
  run(10min);
  EXPECT_LT(sockets_opened(), 25U);
  EXPECT_GT(sockets_opened(), 8U);
  EXPECT_NE(feed->status().circuit, net::CircuitBreaker::State::closed);
  wire->refuses = false;
  run(timing::Millis{*feed->status().next_attempt_at - wire->now} + 5s);
  EXPECT_TRUE(feed->status().connected);
  begin_session();
  EXPECT_EQ(feed->status().circuit, net::CircuitBreaker::State::closed);
}

TEST_F(Supervised, ASocketThatOnlyKeepsAliveDuringASessionIsDead) {
  follow();
  begin_session();
  for (int i = 0; i < 20; ++i) {
    wire->say({});  // a frame, but no timing
    run(1s);
  }
  EXPECT_TRUE(feed->status().stale);
  EXPECT_EQ(sockets_opened(), 1U);
  for (int i = 0; i < 20; ++i) {
    wire->say({});
    run(1s);
  }
  EXPECT_EQ(sockets_opened(), 2U);
  EXPECT_NE(feed->status().why.find("no timing"), std::string::npos) << feed->status().why;
}

TEST_F(Supervised, UnderARedFlagAndBetweenSessionsNoTimingIsExpected) {
  follow();
  begin_session();
  wire->say({{wire->now, 0, timing::Flag{timing::FlagScope::track, 0, timing::FlagKind::red}}});
  run(5min);
  EXPECT_EQ(sockets_opened(), 1U);
  EXPECT_FALSE(feed->status().stale);
  wire->say({session_event(wire->now, "s1", timing::SessionState::finished)});
  run(5min);
  EXPECT_EQ(sockets_opened(), 1U);
}

TEST_F(Supervised, WhatWasOnItsWayWhenTheConversationEndedIsNotTaken) {
  follow();
  begin_session();
  events.clear();
  wire->drop();
  wire->say({lap_event(wire->now, 2)});
  run(kStep);
  EXPECT_TRUE(std::ranges::none_of(events, [](const Event& event) { return event_as<timing::Lap>(event) != nullptr; }));
}

TEST_F(Supervised, ABadFrameIsCountedAndTheNextOneIsRead) {
  follow();
  wire->arrive(net::FrameKind::text, "no event at all\n");
  begin_session();
  EXPECT_EQ(feed->status().bad_frames, 1U);
  EXPECT_FALSE(feed->status().last_problem.empty());
  EXPECT_EQ(feed->status().session, "s1");
}

TEST_F(Supervised, ItsHealthIsToldWhenItChangesAndOnlyThen) {
  follow();
  begin_session();
  wire->drop();
  run(3s);
  begin_session();
  run(10s);
  std::vector<bool> told;
  for (const Event& event : events) {
    if (const auto* health = event_as<timing::FeedHealth>(event)) told.push_back(health->connected);
  }
  EXPECT_EQ(told, (std::vector<bool>{true, false, true}));
}

TEST_F(Supervised, EachFrameIsInTheRecordingInItsOrderWithTheBeginningsBetween) {
  const auto path = folder / "feed.stintrec";
  auto writer = FrameWriter::open(path, {"scripted", {}, kWatchStart});
  ASSERT_TRUE(writer) << writer.error().message;
  follow(std::move(*writer));
  begin_session();
  wire->drop();
  run(3s);
  auto reader = FrameReader::open(path);
  ASSERT_TRUE(reader);
  std::vector<std::string> kinds;
  while (const auto item = reader->next()) {
    kinds.push_back(item->begins ? "begin" : std::to_string(static_cast<int>(item->frame.kind)));
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"begin", "0", "1", "2", "begin", "0"}));
}

TEST_F(Supervised, TimeThatIsSetBackStandsStill) {
  follow();
  begin_session();
  wire->now -= 1h;
  wire->drop();
  run(1h + 5s);
  EXPECT_EQ(sockets_opened(), 2U);
}

}  // namespace
}  // namespace stint::live
