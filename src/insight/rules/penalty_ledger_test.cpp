#include "insight/rules/penalty_ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "insight/rules/told_race.hpp"

namespace stint::insight {
namespace {

using State = OwedPenalty::State;
using std::chrono::seconds;

std::vector<OwedPenalty> ledger_at(const ToldRace& told, double at, const char* car = "7") {
  const auto race = told.at(at);
  const RuleBook rules = rule_book_for(race->session, shipped_rules());
  return penalties(*race->find(timing::CarNumber(car)), *race, rules, lane_times(*race)).penalties;
}

// Laps of 100 s, and stops that cost 8 s less than their time in the lane.
ToldRace& stop(ToldRace& race, const char* car, double lane) { return race.stop(car, 100 + (lane - 8) / 2, lane); }

// #7 has ten laps, then what `first_stop` says; the others show what stops take: 75 s with service, 30 s without.
ToldRace race_with(double first_stop, const std::string& series = "WEC", const std::string& event = "6 Hours of Spa 2025") {
  ToldRace race(series, event, 6);
  race.car("7", "HYPERCAR").car("8", "HYPERCAR").car("9", "HYPERCAR").car("10", "HYPERCAR");
  stop(race.laps("7", 10, 100), "7", first_stop).laps("7", 10, 100);
  stop(race, "7", 75).laps("7", 10, 100);
  stop(race.laps("8", 4, 100), "8", 76).laps("8", 20, 100);
  stop(race.laps("9", 5, 100), "9", 74).laps("9", 20, 100);
  stop(race.laps("10", 3, 100), "10", 30).laps("10", 20, 100);
  return race;
}

TEST(PenaltyLedgerTest, ADriveThroughIsServedByAPassageWithoutService) {
  const ToldRace race = race_with(31).say(900, "CAR 7 - DRIVE THROUGH PENALTY - PIT LANE SPEED");
  const auto before = ledger_at(race, 950);
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before[0].state, State::owed);
  EXPECT_EQ(before[0].kind, "drive_through");
  EXPECT_EQ(before[0].reason, "PIT LANE SPEED");
  ASSERT_TRUE(before[0].cost);
  EXPECT_NEAR(static_cast<double>(before[0].cost->count()), 22'000, 1'500);
  const auto after = ledger_at(race, 1500);
  EXPECT_EQ(after[0].state, State::served);
  EXPECT_EQ(after[0].served_lap, 11);
}

TEST(PenaltyLedgerTest, AStopWithServiceServesNoDriveThrough) {
  const ToldRace race = race_with(75).say(900, "CAR 7 - DRIVE THROUGH PENALTY - PIT LANE SPEED");
  EXPECT_EQ(ledger_at(race, 1500)[0].state, State::owed);
  EXPECT_EQ(ledger_at(race, 1500)[0].served_lap, std::nullopt);
}

TEST(PenaltyLedgerTest, APassageBeforeThePenaltyServesNothing) {
  const ToldRace race = race_with(31).say(1400, "CAR 7 - DRIVE THROUGH PENALTY - PIT LANE SPEED");
  EXPECT_EQ(ledger_at(race, 1500)[0].state, State::owed);
}

TEST(PenaltyLedgerTest, AStopAndGoIsThePassageAndTheTimeToStand) {
  const std::string words = "CAR 7 - 30 SECONDS STOP AND GO - TRACK LIMITS";
  EXPECT_EQ(ledger_at(race_with(63).say(900, words), 1500)[0].state, State::served);
  EXPECT_EQ(ledger_at(race_with(31).say(900, words), 1500)[0].state, State::owed) << "did not stand";
  EXPECT_EQ(ledger_at(race_with(75).say(900, words), 1500)[0].state, State::owed) << "stood too long: that was a service";
  EXPECT_EQ(ledger_at(race_with(63).say(900, words), 950)[0].time, seconds{30});
}

TEST(PenaltyLedgerTest, TimeAddedToTheNextStopIsServedThere) {
  const ToldRace race = race_with(75).say(900, "CAR 7 - 5 SECONDS ADDED TO THE NEXT PIT STOP - PIT STOP INFRINGEMENT");
  EXPECT_EQ(ledger_at(race, 950)[0].cost, seconds{5});
  EXPECT_EQ(ledger_at(race, 1500)[0].state, State::served);
  EXPECT_EQ(ledger_at(race, 1500)[0].cost, seconds{5});
}

TEST(PenaltyLedgerTest, APassageServesOnePenalty) {
  const ToldRace race = race_with(31)
                            .say(900, "CAR 7 - DRIVE THROUGH PENALTY - PIT LANE SPEED")
                            .say(910, "CAR 7 - DRIVE THROUGH PENALTY - TRACK LIMITS");
  const auto ledger = ledger_at(race, 1500);
  ASSERT_EQ(ledger.size(), 2U);
  EXPECT_EQ(ledger[0].state, State::served);
  EXPECT_EQ(ledger[1].state, State::owed);
}

TEST(PenaltyLedgerTest, NothingIsServedUnderAFlagThatForbidsIt) {
  const ToldRace race = race_with(31)
                            .say(900, "CAR 7 - DRIVE THROUGH PENALTY - PIT LANE SPEED")
                            .flag(1050, timing::FlagKind::fcy)
                            .flag(1400, timing::FlagKind::green);
  EXPECT_EQ(ledger_at(race, 1500)[0].state, State::owed);
}

TEST(PenaltyLedgerTest, ARepeatedMessageIsOnePenalty) {
  const ToldRace race = race_with(75)
                            .say(900, "CAR 7 - DRIVE THROUGH - PIT LANE SPEED")
                            .say(930, "CAR 7 - DRIVE THROUGH PENALTY - PIT LANE SPEED");
  ASSERT_EQ(ledger_at(race, 950).size(), 1U);
}

TEST(PenaltyLedgerTest, WhatIsTakenBackIsNotOwed) {
  const ToldRace imsa = race_with(75, "IMSA", "Road Atlanta 2025")
                            .say(900, "CAR 7: PENALTY - TIRE WITHOUT CREW - DRIVE THROUGH")
                            .say(960, "CAR 7: PENALTY - TIRE WITHOUT CREW - DRIVE THROUGH - RESCINDED");
  EXPECT_EQ(ledger_at(imsa, 950)[0].state, State::owed);
  EXPECT_EQ(ledger_at(imsa, 1500)[0].state, State::rescinded);
  const ToldRace wec = race_with(75)
                           .say(900, "CAR 7 - DRIVE THROUGH PENALTY - NOT RESPECTING BLUE FLAGS")
                           .say(960, "CAR 7 - CANCEL THE DRIVE THROUGH - NO FURTHER ACTION FOR BLUE FLAG BEHAVIOUR");
  EXPECT_EQ(ledger_at(wec, 1500)[0].state, State::rescinded);
}

TEST(PenaltyLedgerTest, WarningsAndOtherCarsAreNoPenaltiesOfThisOne) {
  const ToldRace race = race_with(75)
                            .say(900, "CAR 7 - WARNING FLAG - TRACK LIMITS")
                            .say(901, "CAR 8 - DRIVE THROUGH - PIT LANE SPEED")
                            .say(902, "CAR 7 - UNDER INVESTIGATION - PIT STOP AT 1412");
  EXPECT_TRUE(ledger_at(race, 950).empty());
  EXPECT_EQ(ledger_at(race, 950, "8").size(), 1U);
}

TEST(PenaltyLedgerTest, ImsaGivesFourCrossings) {
  const ToldRace race =
      race_with(75, "IMSA", "Road Atlanta 2025").say(850, "CAR 7: PENALTY - PIT LANE SPEED VIOLATION - (+3) DRIVE THROUGH");
  EXPECT_EQ(ledger_at(race, 860)[0].serve_by_lap, 8 + 4);
  EXPECT_EQ(ledger_at(race_with(75).say(850, "CAR 7 - DRIVE THROUGH - PIT LANE SPEED"), 860)[0].serve_by_lap, std::nullopt)
      << "the WEC's number is not known";
}

TEST(PenaltyLedgerTest, TimeAddedToTheResultIsSaidSo) {
  const ToldRace race = race_with(75, "IMSA", "Road Atlanta 2025")
                            .say(900, "CAR 7: PENALTY - RUNNING THE RED LIGHT AT PIT EXIT - STOP + 60 *POST RACE TIME PENALTY");
  EXPECT_EQ(ledger_at(race, 950)[0].state, State::after_race);
}

TEST(PenaltyLedgerTest, LaneTimesTellPassagesFromServices) {
  const auto race = race_with(31).at(3000);
  const LaneTimes lane = lane_times(*race);
  EXPECT_NEAR(static_cast<double>(lane.drive_through->count()), 30'500, 600);
  EXPECT_NEAR(static_cast<double>(lane.service->count()), 75'000, 1'100);
  EXPECT_EQ(lane_times(*ToldRace("WEC", "6 Hours of Spa 2025", 6).at(10)).drive_through, std::nullopt);
}

}  // namespace
}  // namespace stint::insight
