#include "insight/rules/pit_entry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/rules/told_race.hpp"

namespace stint::insight {
namespace {

using testing::HasSubstr;
using timing::FlagKind;

PitEntry entry_at(const ToldRace& told, double second, std::string_view class_name) {
  const auto race = told.at(second);
  return pit_entry_now(*race, class_name, rule_book_for(race->session, shipped_rules()));
}

ToldRace wec(const std::string& event = "6 Hours of Imola 2024") {
  ToldRace race("WEC", event, 6);
  race.car("5", "HYPERCAR").car("46", "LMGT3").laps("5", 20, 100).laps("46", 20, 110);
  return race;
}

TEST(PitEntryTest, OpenUnderGreen) {
  const PitEntry entry = entry_at(wec(), 500, "HYPERCAR");
  EXPECT_EQ(entry.open, true);
  EXPECT_EQ(entry.because, "open under green");
}

TEST(PitEntryTest, TheWecClosesItUnderFullCourseYellowButForEmergencies) {
  const PitEntry entry = entry_at(wec().flag(600, FlagKind::fcy), 650, "HYPERCAR");
  EXPECT_EQ(entry.open, false);
  EXPECT_TRUE(entry.emergency);
  EXPECT_EQ(entry.because, "closed under full course yellow; emergency service is allowed");
  EXPECT_TRUE(entry.low_certainty.empty());
}

TEST(PitEntryTest, TheWecOpensItAfterThreeLapsOfTheSafetyCar) {
  const auto race = wec().flag(600, FlagKind::safety_car);
  EXPECT_EQ(entry_at(race, 710, "HYPERCAR").open, false);
  EXPECT_EQ(entry_at(race, 710, "HYPERCAR").opens_in_laps, 2) << "the class's first lap under it has ended at 700 s";
  EXPECT_EQ(entry_at(race, 910, "HYPERCAR").open, true);
  EXPECT_THAT(entry_at(race, 910, "HYPERCAR").because, HasSubstr("after 3 laps of it"));
}

TEST(PitEntryTest, WordsOfRaceControlComeBeforeRules) {
  const auto race = wec().flag(600, FlagKind::fcy).say(640, "PIT ENTRY OPEN");
  EXPECT_EQ(entry_at(race, 630, "HYPERCAR").open, false);
  EXPECT_EQ(entry_at(race, 650, "HYPERCAR").open, true);
  EXPECT_TRUE(entry_at(race, 650, "HYPERCAR").announced);
  EXPECT_EQ(entry_at(wec().say(100, "PIT ENTRY OPEN").flag(600, FlagKind::fcy), 610, "HYPERCAR").open, false)
      << "what was said under green is old news";
}

ToldRace imsa(const std::string& event) {
  ToldRace race("IMSA", event, 10);
  race.car("6", "GTP").car("18", "LMP2").car("23", "GTDPRO").car("12", "GTD");
  for (const char* car : {"6", "18", "23", "12"}) race.laps(car, 40, 100);
  return race;
}

TEST(PitEntryTest, ImsaOpensItForOneGroupAfterTheOther) {
  const auto race = imsa("Petit Le Mans 2025")
                        .flag(3000, FlagKind::fcy)
                        .say(3001, "PITS CLOSED")
                        .say(3200, "PITS OPEN PROTOTYPE")
                        .say(3300, "PITS OPEN GT")
                        .flag(3600, FlagKind::green);
  EXPECT_EQ(entry_at(race, 3100, "GTP").open, false);
  EXPECT_TRUE(entry_at(race, 3100, "GTP").emergency);
  EXPECT_EQ(entry_at(race, 3250, "GTP").open, true);
  EXPECT_EQ(entry_at(race, 3250, "LMP2").open, true);
  EXPECT_EQ(entry_at(race, 3250, "GTD").open, false);
  EXPECT_EQ(entry_at(race, 3350, "GTDPRO").open, true);
  EXPECT_EQ(entry_at(race, 3350, "GTP").open, true);
  EXPECT_EQ(entry_at(race, 3700, "GTD").open, true);
}

TEST(PitEntryTest, AShortCautionKeepsImsasPitsClosed) {
  EXPECT_THAT(entry_at(imsa("Petit Le Mans 2026").flag(1000, FlagKind::fcy), 1100, "GTD").because,
              HasSubstr("soon after the start: the pits stay closed"));
  const auto restart =
      imsa("Petit Le Mans 2026").flag(2000, FlagKind::fcy).flag(2400, FlagKind::green).flag(2900, FlagKind::fcy);
  EXPECT_THAT(entry_at(restart, 2950, "GTD").because, HasSubstr("soon after a restart"));
  EXPECT_THAT(entry_at(imsa("Petit Le Mans 2025").flag(1000, FlagKind::fcy), 1100, "GTD").because,
              HasSubstr("until race control opens it"))
      << "the rule is of 2026";
}

TEST(PitEntryTest, WithoutWordsTheCarsShowThatImsasPitsAreOpen) {
  ToldRace race("IMSA", "Petit Le Mans 2025", 10);
  for (const char* car : {"1", "3", "9"}) race.car(car, "GTD").laps(car, 31, 100).stop(car, 120, 60);
  race.flag(3000, FlagKind::fcy);
  EXPECT_EQ(entry_at(race, 3050, "GTD").open, false);
  EXPECT_EQ(entry_at(race, 3300, "GTD").open, true);
  EXPECT_THAT(entry_at(race, 3300, "GTD").because, HasSubstr("cars of the class have come in"));
}

TEST(PitEntryTest, WhereNoRuleIsKnownNothingIsSaid) {
  ToldRace race("Club", "6 Hours of Home 2024", 6);
  race.car("1", "GT").laps("1", 10, 100).flag(300, FlagKind::fcy);
  EXPECT_EQ(entry_at(race, 400, "GT").open, std::nullopt);
  EXPECT_FALSE(entry_at(race, 400, "GT").because.empty());
  EXPECT_EQ(entry_at(race, 200, "GT").open, true);
}

TEST(PitEntryTest, WhatRestsOnALowCertaintySaysSo) {
  const RuleBook elms(shipped_rules(), {.series = "ELMS", .season = 2025, .event = "4 Hours of Imola"});
  EXPECT_THAT(pit_entry_under(FlagKind::fcy, 0, "LMP2", elms).low_certainty, testing::ElementsAre("pit_entry (fcy): closed"));
}

}  // namespace
}  // namespace stint::insight
