#include "race/happenings.hpp"

#include <gtest/gtest.h>

namespace stint::race {
namespace {

using std::chrono::seconds;

LapRecord lap(std::int32_t number, std::int64_t ended_s, std::int64_t time_s) {
  LapRecord made;
  made.number = number;
  made.ended_at = Instant{seconds{ended_s}};
  made.time = seconds{time_s};
  made.driver = DriverId("1");
  return made;
}

CarSnapshot car(const char* number, const char* class_name) {
  auto entry = std::make_shared<timing::Entry>();
  entry->car = CarNumber(number);
  entry->class_name = class_name;
  entry->drivers = {{DriverId("1"), "A. One", "", "", ""}, {DriverId("2"), "B. Two", "", "", ""}};
  CarSnapshot made;
  made.entry = std::move(entry);
  return made;
}

std::vector<Happening> of_kind(const std::vector<Happening>& all, Happening::Kind kind) {
  std::vector<Happening> found;
  for (const Happening& one : all) {
    if (one.kind == kind) found.push_back(one);
  }
  return found;
}

TEST(Happenings, ABestLapIsOneOfItsMomentOfTheSessionOrElseOfTheClass) {
  Snapshot race;
  race.cars = {car("7", "A"), car("51", "B")};
  race.cars[0].laps_done.push_back(lap(1, 90, 90));
  race.cars[0].laps_done.push_back(lap(2, 190, 100));
  race.cars[0].laps_done.push_back(lap(3, 300, 110));
  race.cars[0].laps_done.push_back(lap(4, 398, 98));
  race.cars[1].laps_done.push_back(lap(1, 95, 95));
  race.cars[1].laps_done.push_back(lap(2, 215, 120));
  race.cars[1].laps_done.push_back(lap(3, 330, 115));
  LapRecord cancelled = lap(5, 488, 90);
  cancelled.valid = false;
  race.cars[0].laps_done.push_back(cancelled);
  const auto all = happenings(race);
  const auto overall = of_kind(all, Happening::Kind::best_lap);
  ASSERT_EQ(overall.size(), 2U) << "lap 1 and a cancelled lap are none";
  EXPECT_EQ(overall[0].lap, 2);
  EXPECT_EQ(overall[1].lap, 4);
  EXPECT_EQ(overall[1].driver, "A. One");
  const auto in_class = of_kind(all, Happening::Kind::class_best_lap);
  ASSERT_EQ(in_class.size(), 2U);
  EXPECT_EQ(in_class[0].car.view(), "51");
  EXPECT_EQ(in_class[1].time, Millis{115'000});
}

TEST(Happenings, AStopIsToldWhenItBeginsAndWhenItEndsWithTheNewDriver) {
  Snapshot race;
  race.cars = {car("7", "A")};
  PitStop stop;
  stop.in_lap = 4;
  stop.in_at = Instant{seconds{400}};
  stop.driver_in = DriverId("1");
  stop.driver_in_name = "A. One";
  race.cars[0].pit_stops.push_back(stop);
  ASSERT_EQ(happenings(race).size(), 1U) << "it stands yet";
  stop.out_lap = 5;
  stop.out_at = Instant{seconds{460}};
  stop.lane = seconds{60};
  stop.driver_out = DriverId("2");
  stop.driver_out_name = "B. Two";
  race.cars[0].pit_stops.edit(0) = stop;
  const auto all = happenings(race);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].kind, Happening::Kind::pit_in);
  EXPECT_EQ(all[0].at, stop.in_at);
  const auto out = of_kind(all, Happening::Kind::pit_out);
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].time, Millis{60'000});
  const auto change = of_kind(all, Happening::Kind::driver_change);
  ASSERT_EQ(change.size(), 1U);
  EXPECT_EQ(change[0].driver, "B. Two");
  EXPECT_EQ(change[0].driver_before, "A. One");
}

TEST(Happenings, ACarThatStandsIsToldOfWhenItWasLastSeenAndNoMoreWhenItGoesOn) {
  Snapshot race;
  race.cars = {car("7", "A")};
  race.cars[0].last_seen = Instant{seconds{700}};
  race.cars[0].state = CarState::stopped;
  const auto all = happenings(race);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, Happening::Kind::stopped);
  EXPECT_EQ(all[0].at, Instant{seconds{700}});
  race.cars[0].state = CarState::running;
  EXPECT_TRUE(happenings(race).empty());
}

}  // namespace
}  // namespace stint::race
