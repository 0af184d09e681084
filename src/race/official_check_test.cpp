#include "race/official_check.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "race/race.hpp"

namespace stint::race {
namespace {

using namespace std::chrono_literals;
using timing::CarNumber;
using timing::Event;

constexpr Instant kCheckedStart = timing::instant_from_ms(1'780'000'000'000);

// Two cars, 90 s a lap: car 7 leads car 8 by 10 s.
class Official : public testing::Test {
 protected:
  Official() {
    timing::Session session;
    session.started_at = kCheckedStart;
    session.state = timing::SessionState::running;
    race.insert({kCheckedStart, 0, timing::Indirect<timing::Session>(session)});
    laps_of_both(1);
  }
  void laps_of_both(std::int32_t number) {
    lap("7", number, number * 90s);
    lap("8", number, number * 90s + 10s);
  }
  void lap(const char* car, std::int32_t number, Millis at) {
    timing::Lap made;
    made.car = CarNumber(car);
    made.lap = number;
    made.time = 90s;
    race.insert({kCheckedStart + at, 0, made});
  }
  void official(const char* car, Millis at, const std::function<void(timing::OfficialStanding&)>& fill) {
    timing::OfficialStanding standing;
    standing.car = CarNumber(car);
    fill(standing);
    race.insert({kCheckedStart + at, 0, timing::Indirect<timing::OfficialStanding>(standing)});
  }
  [[nodiscard]] std::vector<Difference> differences(Millis at) { return race.snapshot(kCheckedStart + at)->differences; }

  Race race;
};

TEST_F(Official, WhatAgreesOrIsNotPublishedDoesNotDiffer) {
  official("8", 101s, [](auto& told) {
    told.position = 2;
    told.gap = 10'400ms;
  });
  for (int number = 2; number < 6; ++number) laps_of_both(number);
  EXPECT_TRUE(differences(500s).empty());
}

TEST_F(Official, ADifferenceIsToldOnceItHasLastedThroughATimingPointOfTheCar) {
  official("8", 101s, [](auto& told) { told.position = 1; });
  EXPECT_TRUE(differences(102s).empty()) << "the feed may only be ahead of us";
  EXPECT_TRUE(differences(150s).empty()) << "the car has passed no point since";
  laps_of_both(2);
  const auto told = differences(191s);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].car, CarNumber("8"));
  EXPECT_EQ(told[0].what, Difference::What::position);
  EXPECT_EQ(told[0].official, "1");
  EXPECT_EQ(told[0].ours, "2");
  EXPECT_EQ(told[0].since, kCheckedStart + 101s);
  EXPECT_NE(told[0].our_words.find("car 7"), std::string::npos) << told[0].our_words;
}

TEST_F(Official, AFeedThatIsSettledASecondLaterMadeNoDifference) {
  official("8", 101s, [](auto& told) { told.position = 1; });
  official("8", 103s, [](auto& told) { told.position = 2; });
  for (int number = 2; number < 5; ++number) laps_of_both(number);
  EXPECT_TRUE(differences(400s).empty());
}

TEST_F(Official, AGapIsComparedWithTheCarThatItIsMeasuredTo) {
  official("8", 101s, [](auto& told) {
    told.gap = 14s;
    told.reference = timing::GapReference::car_ahead;
  });
  laps_of_both(2);
  const auto told = differences(191s);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].what, Difference::What::gap);
  EXPECT_EQ(told[0].official, "+14.000");
  EXPECT_EQ(told[0].ours, "+10.000");
}

TEST(OfficialGap, OfALappedCarMayBeCountedByLinesOrByWholeLaps) {
  // The leader has completed 12 laps, the car 10, and it has passed more of its lap than he has of his.
  OwnStanding own;
  own.gap.laps = 1;
  own.lines_behind = 2;
  timing::OfficialStanding official;
  const auto differs = [&](std::optional<std::int32_t> laps) {
    official.gap_laps = laps;
    return differing_values(official, own)[static_cast<std::size_t>(Difference::What::gap)];
  };
  EXPECT_FALSE(differs(1));
  EXPECT_FALSE(differs(2));
  EXPECT_TRUE(differs(3));
  EXPECT_TRUE(differs(0));
  EXPECT_FALSE(differs(std::nullopt));
}

TEST_F(Official, AFeedThatIsAwayHasNoOpinion) {
  official("8", 101s, [](auto& told) { told.laps = 7; });
  laps_of_both(2);
  ASSERT_EQ(differences(191s).size(), 1U);
  timing::FeedHealth health;
  health.source = "griiip";
  health.connected = false;
  race.insert({kCheckedStart + 192s, 0, timing::Indirect<timing::FeedHealth>(health)});
  EXPECT_TRUE(differences(193s).empty());
}

}  // namespace
}  // namespace stint::race
