#include "insight/rules/regrouping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/rules/told_race.hpp"

namespace stint::insight {
namespace {

using testing::HasSubstr;
using timing::FlagKind;

Regrouping at(const ToldRace& told, double second) {
  const auto race = told.at(second);
  return regrouping(*race, rule_book_for(race->session, shipped_rules()));
}

const RegroupChance& of(const Regrouping& found, const char* car) {
  return *std::ranges::find(found.cars, timing::CarNumber(car), &RegroupChance::car);
}

// From 5000 s on all follow the safety car: #31 (GTD, a lap down on #32), #1 (GTP), #2 (GTP), #32, #33 (GTD, a lap down), 3 s
// apart; a lap is 120 s.
ToldRace queue(const std::string& event = "Road Atlanta 2025") {
  ToldRace race("IMSA", event, 10);
  race.car("1", "GTP").car("2", "GTP").car("31", "GTD").car("32", "GTD").car("33", "GTD");
  race.laps("1", 50, 100)
      .laps("2", 50, 100.06)
      .laps("32", 45, 5006.0 / 45)
      .laps("31", 44, 4997.0 / 44)
      .laps("33", 44, 5009.0 / 44);
  for (const char* car : {"1", "2", "31", "32", "33"}) race.laps(car, 5, 120);
  race.flag(4990, FlagKind::fcy);
  return race;
}

TEST(RegroupingTest, WhoHasItsClassLeaderBehindItGoesRound) {
  const Regrouping found = at(queue(), 5250);
  ASSERT_EQ(found.unknown_because, "");
  EXPECT_EQ(of(found, "31").eligible, true);
  EXPECT_EQ(of(found, "31").call, RegroupCall::go_round);
  EXPECT_EQ(of(found, "33").eligible, false);
  EXPECT_EQ(of(found, "1").eligible, false);
  EXPECT_THAT(of(found, "32").because, HasSubstr("leads its class"));
  EXPECT_EQ(of(found, "2").call, RegroupCall::none);
}

TEST(RegroupingTest, WhoIsALapDownBehindItsLeaderShouldStayOutIfHeStops) {
  EXPECT_EQ(of(at(queue(), 5250), "33").call, RegroupCall::stay_out);
  EXPECT_THAT(at(queue(), 5250).low_certainty, testing::Not(testing::IsEmpty())) << "the limits of the wave-by are of 2014";
}

TEST(RegroupingTest, TheQueueIsTheSameWhileHalfOfItHasCrossedTheLine) {
  for (const double second : {5238.0, 5241.0, 5244.0, 5300.0, 5355.0}) {
    EXPECT_EQ(of(at(queue(), second), "31").eligible, true) << second;
    EXPECT_EQ(of(at(queue(), second), "33").eligible, false) << second;
  }
}

TEST(RegroupingTest, NothingIsSaidUnderGreenOrBeforeTheFieldHasClosedUp) {
  EXPECT_THAT(at(queue(), 3000).unknown_because, HasSubstr("no full course yellow"));
  EXPECT_EQ(of(at(queue(), 3000), "31").eligible, std::nullopt);
  ToldRace spread("IMSA", "Road Atlanta 2025", 10);
  for (int i = 0; i < 8; ++i) {
    const std::string car = std::to_string(i + 1);
    spread.car(car, "GTD").laps(car, 1, 100 + i * 12.5).laps(car, 20, 100);
  }
  spread.flag(1000, FlagKind::fcy);
  EXPECT_THAT(at(spread, 1300).unknown_because, HasSubstr("has not closed up"));
}

TEST(RegroupingTest, RaceControlEndsIt) {
  const ToldRace race = queue().say(5100, "THERE IS NO PASS AROUND").say(5110, "THERE IS NO FINAL WAVE-BY");
  EXPECT_THAT(at(race, 5250).unknown_because, HasSubstr("are over in this caution"));
}

TEST(RegroupingTest, WithoutRulesNothingIsSaid) {
  ToldRace race("Club", "6 Hours of Home 2024", 6);
  race.car("1", "GT").car("2", "GT").laps("1", 10, 100).laps("2", 10, 101).flag(500, FlagKind::fcy);
  EXPECT_THAT(at(race, 900).unknown_because, HasSubstr("no rule"));
}

}  // namespace
}  // namespace stint::insight
