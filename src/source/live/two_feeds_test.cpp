#include "source/live/two_feeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace stint::live {
namespace {

using namespace std::chrono_literals;
using timing::Event;
using timing::event_as;
using timing::Instant;
using timing::Millis;

constexpr Instant kBothStart = timing::instant_from_ms(1'780'000'000'000);

Event session_of(const std::string& source, const std::string& id) {
  timing::Session session;
  session.source = source;
  session.source_session_id = id;
  session.state = timing::SessionState::running;
  return {kBothStart, 0, timing::Indirect<timing::Session>(session)};
}

Event entry_of(const std::string& id, const std::string& driver) {
  timing::Entry entry;
  entry.car = timing::CarNumber("7");
  entry.drivers.push_back({timing::DriverId(id), driver, {}, {}, {}});
  return {kBothStart, 0, timing::Indirect<timing::Entry>(entry)};
}

Event lap(std::int32_t number, Millis at, Millis time = 90s, std::optional<timing::DriverId> driver = {}) {
  timing::Lap made;
  made.car = timing::CarNumber("7");
  made.lap = number;
  made.time = time;
  made.driver = driver;
  return {kBothStart + at, 0, made};
}

Event message(const std::string& text) { return {kBothStart, 0, timing::Indirect<timing::RaceControl>({"", text, {}, {}})}; }

// Both feeds under a clock that the test moves; a feed that tells a lap has timing.
class Two : public testing::Test {
 protected:
  Two() {
    leader.source = "a";
    second.source = "b";
    tell({session_of("a", "1")}, {session_of("b", "99")});
  }
  void tell(std::vector<Event> first, std::vector<Event> other = {}) {
    const auto is_lap = [](const Event& event) { return event_as<timing::Lap>(event) != nullptr; };
    if (std::ranges::any_of(first, is_lap)) leader.last_timing_at = now;
    if (std::ranges::any_of(other, is_lap)) second.last_timing_at = now;
    feeds.take(std::move(first), std::move(other), leader, second, now, out);
  }
  void wait(Millis time) {
    for (const Instant until = now + time; now < until; now += 100ms) tell({});
  }
  [[nodiscard]] std::vector<timing::Lap> laps() const {
    std::vector<timing::Lap> told;
    for (const Event& event : out) {
      if (const auto* one = event_as<timing::Lap>(event)) told.push_back(*one);
    }
    return told;
  }

  TwoFeeds feeds;
  FeedStatus leader, second;
  Instant now = kBothStart;
  std::vector<Event> out;
};

TEST_F(Two, WhatTheLeaderSaysCountsAndTheOthersDifferenceIsCounted) {
  tell({lap(1, 90s, 90s)}, {lap(1, 91s, 91s)});
  tell({lap(2, 180s, 90s)}, {lap(2, 181s, 90s)});
  wait(30s);
  ASSERT_EQ(laps().size(), 2U);
  EXPECT_EQ(laps().front().time, 90s);
  EXPECT_EQ(feeds.differences(), 1U);
}

TEST_F(Two, ALapThatTheLeaderLostIsFilledAfterAWhile) {
  tell({lap(1, 90s)}, {lap(1, 90s)});
  tell({}, {lap(2, 180s)});
  EXPECT_EQ(laps().size(), 1U) << "the leader may only be later";
  tell({lap(3, 270s)});
  wait(Millis{kHold} + 200ms);
  ASSERT_EQ(laps().size(), 3U);
  EXPECT_EQ(laps().back().lap, 2);
}

TEST_F(Two, AFilledLapThatTheLeaderTellsAfterAllIsTheLeaders) {
  tell({}, {lap(1, 90s, 91s)});
  wait(Millis{kHold} + 200ms);
  tell({lap(1, 90s, 90s)});
  ASSERT_EQ(laps().size(), 2U);
  EXPECT_EQ(laps().back().time, 90s);
  tell({}, {lap(1, 90s, 91s)});
  wait(30s);
  EXPECT_EQ(laps().size(), 2U) << "and doesn't flap back";
}

TEST_F(Two, TheSecondLeadsWithinTenSecondsOfTheLeadersLastTimingAndHandsBack) {
  tell({lap(1, 90s)}, {lap(1, 90s)});
  const Instant lost = now;
  int number = 2;
  while (!feeds.second_leads() && now - lost < 1min) {
    now += 1s;
    tell({}, {lap(number, 90s * number)});
    ++number;
  }
  EXPECT_LE(now - lost, 10s);
  EXPECT_EQ(laps().size(), static_cast<std::size_t>(number - 1)) << "what was held goes through at once";
  tell({lap(number, 90s * number)});
  EXPECT_FALSE(feeds.second_leads());
}

TEST_F(Two, NeitherLeadsInTheOthersPlaceIfBothAreQuiet) {
  tell({lap(1, 90s)}, {lap(1, 90s)});
  wait(5min);
  EXPECT_FALSE(feeds.second_leads());
}

TEST_F(Two, TheSecondsClockIsPutRightByTheLeaders) {
  for (int number = 1; number <= 5; ++number) tell({lap(number, 90s * number)}, {lap(number, 90s * number + 1700ms)});
  now += 1min;
  tell({}, {lap(6, 540s + 1700ms)});
  ASSERT_TRUE(feeds.second_leads());
  EXPECT_EQ(out.back().at, kBothStart + 540s);
}

TEST_F(Two, MessagesOfTheSecondAreHeardOnlyIfTheLeaderHasNone) {
  tell({}, {message("SAFETY CAR")});
  wait(Millis{kHold} + 200ms);
  EXPECT_TRUE(std::ranges::any_of(out, [](const Event& e) { return event_as<timing::RaceControl>(e) != nullptr; }));
  tell({message("GREEN FLAG")});
  out.clear();
  tell({}, {message("GREEN")});
  wait(30s);
  EXPECT_TRUE(out.empty());
}

TEST_F(Two, DriversAreMatchedByName) {
  tell({entry_of("d1", "Alex Example")}, {entry_of("4711", "A. EXAMPLE")});
  tell({}, {lap(1, 90s, 90s, timing::DriverId("4711")), lap(2, 180s, 90s, timing::DriverId("4712"))});
  wait(Millis{kHold} + 200ms);
  ASSERT_EQ(laps().size(), 2U);
  EXPECT_EQ(laps()[0].driver, timing::DriverId("d1"));
  EXPECT_EQ(laps()[1].driver, std::nullopt);
}

// A program that is started again: the log has the session as the leader calls it.
class StartedAgain : public Two {
 protected:
  StartedAgain() {
    feeds = {};
    out.clear();
    auto logged = session_of("a", "1");
    feeds.go_on_with(begun(logged, 0ms));
  }
  static timing::Session begun(Event& event, Millis after) {
    timing::Session session = *event_as<timing::Session>(event);
    session.started_at = kBothStart + after;
    event.body = timing::Indirect<timing::Session>(session);
    return session;
  }
  [[nodiscard]] std::string first_told() const {
    const auto* told = out.empty() ? nullptr : event_as<timing::Session>(out.front());
    return told == nullptr ? "" : told->source + told->source_session_id;
  }
};

TEST_F(StartedAgain, ItGoesOnWithTheSessionOfTheLogThoughTheSecondSpeaksFirst) {
  Event of_second = session_of("b", "99");
  begun(of_second, 70s);
  tell({}, {of_second});
  EXPECT_EQ(first_told(), "a1");
}

TEST_F(StartedAgain, AnotherSessionOfTheSecondIsNotTakenForIt) {
  Event of_second = session_of("b", "99");
  begun(of_second, 3h);
  tell({}, {of_second});
  EXPECT_EQ(first_told(), "b99");
}

TEST_F(Two, ItIsOneSessionUntilTheLeadersIsAnother) {
  const auto sessions = [this] {
    std::vector<std::string> ids;
    for (const Event& event : out) {
      if (const auto* told = event_as<timing::Session>(event)) ids.push_back(told->source + told->source_session_id);
    }
    return ids;
  };
  EXPECT_EQ(sessions(), (std::vector<std::string>{"a1"}));
  tell({session_of("a", "2")});
  EXPECT_EQ(sessions(), (std::vector<std::string>{"a1", "a2"}));
}

}  // namespace
}  // namespace stint::live
