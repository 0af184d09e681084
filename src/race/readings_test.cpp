#include "race/readings.hpp"

#include <gtest/gtest.h>

#include "race/race.hpp"

namespace stint::race {
namespace {

using namespace std::chrono_literals;
using timing::Event;

constexpr Instant kReadingStart = timing::instant_from_ms(1'780'000'000'000);

Event official(const char* car, Millis at, std::int32_t position) {
  timing::OfficialStanding standing;
  standing.car = CarNumber(car);
  standing.position = position;
  return {kReadingStart + at, 0, timing::Indirect<timing::OfficialStanding>(standing)};
}

Event telemetry(const char* car, Millis at, std::optional<double> speed_kph, std::optional<double> energy_pct) {
  timing::Telemetry measured;
  measured.car = CarNumber(car);
  measured.speed_kph = speed_kph;
  measured.energy_pct = energy_pct;
  return {kReadingStart + at, 0, timing::Indirect<timing::Telemetry>(measured)};
}

Event position(const char* car, Millis at, double fraction) {
  return {kReadingStart + at, 0, timing::Position{.car = CarNumber(car), .fraction = fraction, .x = {}, .y = {}}};
}

Event lap(const char* car, std::int32_t number, Millis time, Millis at) {
  return {kReadingStart + at, 0, timing::Lap{.car = CarNumber(car), .lap = number, .time = time}};
}

EventList list_of(const std::vector<Event>& events) {
  EventList list;
  for (const Event& event : events) list.push_back(event);
  return list;
}

std::vector<Event> all(const EventList& list) { return {list.begin(), list.end()}; }

TEST(Readings, OnlyTheLatestOfEachCarAndKindIsKept) {
  const std::vector<Event> events = {official("7", 1s, 2),  official("8", 2s, 1),  position("7", 3s, 0.1),
                                     lap("7", 1, 90s, 90s), official("7", 91s, 1), position("7", 92s, 0.2),
                                     lap("8", 1, 92s, 93s)};
  EventList list = list_of(events);
  EXPECT_EQ(Readings().forget_superseded(list, list.size()), 2U);
  EXPECT_EQ(all(list), (std::vector{events[1], events[3], events[4], events[5], events[6]}));
}

TEST(Readings, WhatComesAfterTheMarkStaysAndSupersedesNothing) {
  const std::vector<Event> events = {official("7", 1s, 3), official("7", 2s, 2), official("7", 3s, 1), official("7", 4s, 2)};
  EventList list = list_of(events);
  EXPECT_EQ(Readings().forget_superseded(list, 2), 1U);
  EXPECT_EQ(all(list), (std::vector{events[1], events[2], events[3]}));
}

TEST(Readings, ASpeedIsKeptUntilALaterMeasurementTellsOne) {
  const std::vector<Event> events = {telemetry("7", 1s, 280.0, {}), telemetry("7", 2s, 290.0, {}), telemetry("7", 3s, {}, 40.0),
                                     telemetry("7", 4s, {}, 39.0)};
  EventList list = list_of(events);
  Readings readings;
  EXPECT_EQ(readings.forget_superseded(list, list.size()), 2U);
  EXPECT_EQ(all(list), (std::vector{events[1], events[3]}));
  EXPECT_TRUE(readings.is_forgotten(telemetry("7", 2500ms, {}, 41.0)));
  EXPECT_FALSE(readings.is_forgotten(telemetry("7", 2500ms, 295.0, {})));
}

TEST(Readings, AnOlderOneIsForgottenAndALaterOneOrAnotherCarsIsNot) {
  EventList list = list_of({official("7", 1s, 3), official("7", 5s, 2)});
  Readings readings;
  EXPECT_FALSE(readings.is_forgotten(official("7", 1s, 3)));
  readings.forget_superseded(list, list.size());
  EXPECT_TRUE(readings.is_forgotten(official("7", 1s, 3)));
  EXPECT_TRUE(readings.is_forgotten(official("7", 2s, 4)));
  EXPECT_FALSE(readings.is_forgotten(official("7", 6s, 1)));
  EXPECT_FALSE(readings.is_forgotten(official("8", 2s, 4)));
  EXPECT_FALSE(readings.is_forgotten(lap("7", 1, 90s, 2s)));
}

// A feed that talks about its cars ten times a second while they do 100 laps.
class TalkativeFeed : public testing::Test {
 protected:
  TalkativeFeed() {
    timing::Session session;
    session.started_at = kReadingStart;
    race.insert({kReadingStart, 0, timing::Indirect<timing::Session>(session)});
    for (std::int32_t number = 1; number <= kLaps; ++number) {
      for (int i = 1; i <= kReadingsOfLap; ++i) {
        race.insert(official(i % 2 == 0 ? "7" : "8", (number - 1) * 90s + i * 100ms, 1 + (i / 2 + number) % 2));
      }
      race.insert(lap("7", number, 90s, number * 90s));
      race.insert(lap("8", number, 91s, number * 90s + 1s));
    }
  }

  static constexpr std::int32_t kLaps = 100;
  static constexpr int kReadingsOfLap = 800;
  Race race;
};

TEST_F(TalkativeFeed, IsHeardToTheEnd) {
  const SnapshotPtr shown = race.snapshot();
  ASSERT_EQ(shown->cars.size(), 2U);
  for (const CarSnapshot& car : shown->cars) {
    EXPECT_EQ(car.laps, kLaps);
    ASSERT_TRUE(car.official.has_value());
    EXPECT_EQ(car.official->standing.position, 1 + (kReadingsOfLap / 2 - (car.number() == CarNumber("8") ? 1 : 0) + kLaps) % 2);
  }
}

TEST_F(TalkativeFeed, ACorrectionOfTheFirstLapChangesThatLapAlone) {
  const SnapshotPtr before = race.snapshot();
  EXPECT_EQ(race.insert(lap("7", 1, 88s, 90s)), Race::Outcome::corrected);
  const SnapshotPtr after = race.snapshot();
  const CarSnapshot& car = *after->find(CarNumber("7"));
  EXPECT_EQ(car.best_lap->time, Millis{88s});
  ASSERT_EQ(car.laps_done.size(), static_cast<std::size_t>(kLaps));
  EXPECT_EQ(car.laps_done[1].time, Millis{90s});
  EXPECT_EQ(car.official->standing, before->find(CarNumber("7"))->official->standing);
  EXPECT_EQ(car.official->at, before->find(CarNumber("7"))->official->at);
}

TEST_F(TalkativeFeed, WhatItSaidAnHourAgoChangesNothing) {
  const std::uint64_t version = race.snapshot()->version;
  EXPECT_EQ(race.insert(official("7", 90s + 50ms, 9)), Race::Outcome::repeated);
  EXPECT_EQ(race.snapshot()->version, version);
}

}  // namespace
}  // namespace stint::race
