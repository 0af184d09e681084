#include "insight/rules/drive_duties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "insight/rules/told_race.hpp"

namespace stint::insight {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

DriverDuties duties_at(const ToldRace& told, double at, const char* car = "46") {
  const auto race = told.at(at);
  return drive_duties(*race->find(timing::CarNumber(car)), *race, rule_book_for(race->session, shipped_rules()));
}

const DriverDuty& of(const DriverDuties& duties, const std::string& name) {
  return *std::ranges::find(duties.drivers, name, &DriverDuty::name);
}

// Ann drives 36 laps of 100 s, stops for 60 s, and Bob goes on.
ToldRace gt3() {
  ToldRace race("WEC", "6 Hours of Spa 2025", 6);
  race.car("46", "LMGT3", {"Ann:bronze", "Bob:platinum", "Cy:silver"});
  race.laps("46", 36, 100).driver("46", "Bob").stop("46", 130, 60).laps("46", 200, 100);
  return race;
}

TEST(DriveDutiesTest, CountsTimeOnTheTrackAndWhatIsOwed) {
  const DriverDuties duties = duties_at(gt3(), 7200);
  ASSERT_EQ(duties.drivers.size(), 3U) << "also who has not driven yet";
  EXPECT_EQ(of(duties, "Ann").driven, seconds{3600});
  EXPECT_EQ(of(duties, "Ann").owed, minutes{45}) << "105 minutes less the hour";
  EXPECT_EQ(of(duties, "Ann").left, hours{3});
  EXPECT_EQ(of(duties, "Ann").certainty, "H");
  EXPECT_EQ(of(duties, "Bob").owed, std::nullopt) << "no minimum is known for platinum drivers";
  EXPECT_TRUE(of(duties, "Bob").at_the_wheel);
  EXPECT_EQ(of(duties, "Cy").driven, seconds{0});
  EXPECT_EQ(of(duties, "Cy").owed, minutes{105});
  EXPECT_THAT(duties.low_certainty, testing::Contains(testing::HasSubstr("drive_time_max (races of 6 h): 240 minutes")));
}

TEST(DriveDutiesTest, SaysTheLatestLapForTheSwap) {
  const ToldRace race = gt3();
  const DriverDuties duties = duties_at(race, 7200);
  const auto laps = race.at(7200)->find(timing::CarNumber("46"))->laps;
  // 14,400 s are left, of which the car drives 99 %: 84 laps less than Ann's 27 and Cy's 63.
  const auto ann = of(duties, "Ann").latest_swap_in_lap, cy = of(duties, "Cy").latest_swap_in_lap;
  ASSERT_TRUE(ann && cy && duties.hand_over_by_lap);
  EXPECT_NEAR(*ann - laps, 142 - 27, 2);
  EXPECT_NEAR(*cy - laps, 142 - 63, 2);
  EXPECT_NEAR(*duties.hand_over_by_lap - laps, 142 - 27 - 63, 2) << "both have to drive";
  EXPECT_FALSE(duties.infeasible);
}

TEST(DriveDutiesTest, KnowsWhenItIsTooLate) {
  const DriverDuties later = duties_at(gt3(), 14'000);
  EXPECT_FALSE(of(later, "Ann").infeasible) << "45 of 126 minutes";
  EXPECT_FALSE(of(later, "Cy").infeasible);
  EXPECT_TRUE(later.infeasible) << "each alone could, both cannot";
  const DriverDuties last = duties_at(gt3(), 19'000);
  EXPECT_TRUE(of(last, "Cy").infeasible);
  EXPECT_EQ(of(last, "Cy").latest_swap_in_lap, std::nullopt);
}

TEST(DriveDutiesTest, FourHoursInSixAreFollowed) {
  ToldRace race("WEC", "24 Hours of Le Mans 2025", 24);
  race.car("7", "HYPERCAR", {"Ann:gold", "Bob:gold"});
  race.laps("7", 60, 200).driver("7", "Bob").laps("7", 200, 200);
  const DriverDuties duties = duties_at(race, 60 * 200 + 600, "7");
  EXPECT_EQ(of(duties, "Ann").driven, seconds{12'000});
  EXPECT_NEAR(static_cast<double>(of(duties, "Ann").left_in_window->count()) / 60'000, 40, 1.1) << "4 h less 3 h 20";
  EXPECT_NEAR(static_cast<double>(of(duties, "Bob").left_in_window->count()) / 60'000, 230, 1.1);
  EXPECT_EQ(of(duties, "Ann").left, hours{14} - seconds{12'000});
  // Five hours on, what Ann drove first is out of the window: each minute that she drives, one of old drops out.
  const DriverDuties later = duties_at(race, 21'600, "7");
  EXPECT_GT(of(later, "Ann").left_in_window->count(), minutes{200} / std::chrono::milliseconds{1});
}

TEST(DriveDutiesTest, UnknownGradesLeaveTheMinimumUnknown) {
  ToldRace race("WEC", "6 Hours of Spa 2025", 6);
  race.car("46", "LMGT3", {"Ann:", "Bob:"}).laps("46", 10, 100);
  const DriverDuties duties = duties_at(race, 1000);
  EXPECT_EQ(of(duties, "Ann").owed, std::nullopt);
  EXPECT_TRUE(of(duties, "Ann").left) << "the maximum is for all";
}

TEST(DriveDutiesTest, OnlySoManyOfTheGradeMustReachTheMinimum) {
  ToldRace race("IMSA", "Road Atlanta 2024", 10);
  race.car("46", "GTD", {"Ann:bronze", "Bob:silver", "Cy:silver", "Dee:gold"});
  race.laps("46", 60, 100).driver("46", "Bob").laps("46", 48, 100).driver("46", "Dee").laps("46", 5, 100);
  const DriverDuties duties = duties_at(race, 11'300);
  EXPECT_EQ(of(duties, "Ann").owed, minutes{50});
  EXPECT_EQ(of(duties, "Bob").owed, minutes{70});
  EXPECT_EQ(of(duties, "Cy").owed, minutes{45}) << "two reach it, the third owes what all do";
  EXPECT_EQ(of(duties, "Dee").owed, minutes{45} - seconds{500});
}

TEST(DriveDutiesTest, ALateRedFlagHalvesTheMinimumsOfImsa) {
  ToldRace race("IMSA", "Road Atlanta 2026", 10);
  race.car("46", "GTD", {"Ann:bronze"}).laps("46", 60, 100);
  EXPECT_EQ(of(duties_at(race, 6000), "Ann").owed, minutes{50});
  race.laps("46", 150, 100).flag(19'000, timing::FlagKind::red).flag(20'000, timing::FlagKind::green);
  EXPECT_EQ(of(duties_at(race, 20'500), "Ann").owed, minutes{0}) << "75 of the 150 minutes are asked";
}

}  // namespace
}  // namespace stint::insight
