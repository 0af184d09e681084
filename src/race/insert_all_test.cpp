// Race::insert_all gives what insert() one after the other gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "race/race.hpp"

namespace stint::race {
namespace {

using namespace std::chrono_literals;
using timing::CarNumber;
using timing::Event;

constexpr Instant kStart = timing::instant_from_ms(1'780'000'000'000);

std::vector<Event> race_of_laps() {
  timing::Session session;
  session.started_at = kStart;
  std::vector<Event> events = {{kStart, 0, timing::Indirect<timing::Session>(session)}};
  for (std::int32_t number = 1; number <= 60; ++number) {
    for (int car = 1; car <= 5; ++car) {
      timing::Lap lap;
      lap.car = CarNumber(std::to_string(car));
      lap.lap = number;
      lap.time = 90s + car * 100ms;
      events.push_back({kStart + number * *lap.time, 0, lap});
    }
  }
  return events;
}

void expect_same(const Snapshot& a, const Snapshot& b) {
  ASSERT_EQ(a.cars.size(), b.cars.size());
  for (std::size_t i = 0; i < a.cars.size(); ++i) {
    EXPECT_EQ(a.cars[i].number(), b.cars[i].number());
    EXPECT_EQ(a.cars[i].laps, b.cars[i].laps);
    EXPECT_EQ(a.cars[i].elapsed, b.cars[i].elapsed);
    EXPECT_EQ(a.cars[i].gap.time, b.cars[i].gap.time);
    EXPECT_EQ(a.cars[i].best_lap ? a.cars[i].best_lap->time : Millis{},
              b.cars[i].best_lap ? b.cars[i].best_lap->time : Millis{});
  }
}

TEST(InsertAll, AWholeRaceInAnyOrderIsTheRace) {
  const auto events = race_of_laps();
  Race one_by_one;
  for (const Event& event : events) one_by_one.insert(event);
  auto shuffled = events;
  std::mt19937 random(5);
  std::ranges::shuffle(shuffled, random);
  Race at_once;
  at_once.insert_all(shuffled);
  expect_same(*one_by_one.snapshot(), *at_once.snapshot());
}

TEST(InsertAll, WhatWasMissedIsSortedInAndToldAgainChangesNothing) {
  const auto events = race_of_laps();
  Race race;
  race.insert_all(std::span(events).first(60));
  race.insert_all(std::span(events).subspan(200));
  race.insert_all(std::span(events).subspan(50, 160));
  race.insert_all(events);
  Race expected;
  for (const Event& event : events) expected.insert(event);
  expect_same(*expected.snapshot(), *race.snapshot());
}

TEST(InsertAll, ARaceWhoseEndWasToldFirstIsTheRace) {
  const auto events = race_of_laps();
  Race race;
  race.insert_all(std::span(events).subspan(290));
  race.insert_all(std::span(events).first(290));
  Race expected;
  for (const Event& event : events) expected.insert(event);
  expect_same(*expected.snapshot(), *race.snapshot());
}

TEST(InsertAll, TheLaterOfTwoContradictingEventsWins) {
  auto events = race_of_laps();
  auto corrected = events[40];
  std::get<timing::Lap>(corrected.body).time = 80s;
  auto told = events;
  told.push_back(corrected);
  Race race;
  race.insert_all(told);
  race.insert_all(std::span(events).first(1));
  const CarNumber car = std::get<timing::Lap>(corrected.body).car;
  EXPECT_EQ(race.snapshot()->find(car)->best_lap->time, Millis{80s});
}

}  // namespace
}  // namespace stint::race
