#include "source/archive/results_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace stint::source::archive {
namespace {

using ::testing::HasSubstr;

std::vector<ResultRow> read_results(std::string_view text, std::size_t complaints = 0) {
  ComplaintLog log("results.csv");
  auto results = parse_results(text, log);
  EXPECT_TRUE(results.has_value()) << results.error().message;
  EXPECT_EQ(log.count(), complaints);
  return results.value_or(std::vector<ResultRow>{});
}

constexpr std::string_view kRace =
    "\xEF\xBB\xBFPOSITION,NUMBER,STATUS,LAPS,TOTAL_TIME,GAP_FIRST,TEAM,CLASS,VEHICLE,DRIVER1_FIRSTNAME,DRIVER1_SECONDNAME,"
    "DRIVER1_LICENSE,DRIVER1_HOMETOWN,DRIVER1_COUNTRY,DRIVER2_FIRSTNAME,DRIVER2_SECONDNAME,DRIVER2_LICENSE,DRIVER2_HOMETOWN,"
    "DRIVER2_COUNTRY,\n"
    "1,01,Classified,443,10:00:36.290,-,Fox Racing,PROTO,Fox F1,Ada,Birch,Platinum,\"Harbour, North\",NZL,Ben,von "
    "Cedar,Platinium,,?,\n"
    "2,9,Classified,443,10:00:39.238,+2.948,Owl Racing,PROTO,Owl O2,Cy,Elm,Silver,,USA,,,,,,\n"
    "3,23,Classified,440,10:00:50.000,3 laps,Hare Racing,GT,Hare H3,Di,Fir,bronze,,FRA,,,,,,\n"
    "4,66,Not started,0,0,443 laps,Mole Racing,GT,Mole,Eve,Ash,,,GBR,,,,,,\n";

TEST(ResultsFile, ReadsARace) {
  const auto results = read_results(kRace);
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].number.view(), "01");
  EXPECT_EQ(results[0].position, 1);
  EXPECT_EQ(results[0].laps, 443);
  EXPECT_EQ(results[0].total_time, FileMillis{36'036'290});
  EXPECT_EQ(results[0].gap, std::nullopt);
  EXPECT_EQ(results[0].status, "Classified");
  EXPECT_EQ(results[0].vehicle, "Fox F1");
  EXPECT_EQ(results[1].gap, FileMillis{2'948});
  EXPECT_EQ(results[1].class_position, 2);
  EXPECT_EQ(results[2].gap_laps, 3);
  EXPECT_EQ(results[2].class_position, 1);
  EXPECT_EQ(results[3].total_time, std::nullopt) << "a total of 0 is that of a car that did not start";
}

TEST(ResultsFile, ReadsDriversWithGradeAndCountry) {
  const auto results = read_results(kRace);
  ASSERT_EQ(results[0].drivers.size(), 2U);
  EXPECT_EQ(results[0].drivers[0], (timing::Driver{timing::DriverId("1"), "Ada Birch", "", "platinum", "NZL"}));
  EXPECT_EQ(results[0].drivers[1], (timing::Driver{timing::DriverId("2"), "Ben von Cedar", "", "platinum", ""}));
  EXPECT_EQ(results[2].drivers[0].grade, "bronze");
  EXPECT_EQ(results[3].drivers[0].grade, "");
}

TEST(ResultsFile, BestLapsOfPracticeAreNoTotalTimes) {
  const auto results =
      read_results("POS,NUMBER,LAP,TIME,GAP_FIRST,KPH, LAPS,TEAM,CLASS,\n1,31,8,1:09.639,-,211.3,9,Fox Racing,PROTO,\n");
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].position, 1);
  EXPECT_EQ(results[0].laps, 9);
  EXPECT_EQ(results[0].total_time, std::nullopt);
  EXPECT_EQ(results[0].status, "");
}

TEST(ResultsFile, ReadsResultsByClass) {
  const auto results =
      read_results("CLASS_TYPE;POS;PIC;NUMBER;VEHICLE;LAPS;ELAPSED;GAP_FIRST\nAm;4;2;46;Fox F1;17;45:57.575;+0.684\n");
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].class_name, "Am");
  EXPECT_EQ(results[0].class_position, 2);
  EXPECT_EQ(results[0].total_time, FileMillis{2'757'575});
}

TEST(ResultsFile, ComplainsWithLineAndColumn) {
  ComplaintLog log("results.csv");
  const auto results = parse_results(
      "POSITION;NUMBER;LAPS;TOTAL_TIME;GAP_FIRST\n"
      "1;;5;9:00.000;-\n"
      "2;7;many;9:01.000;-\n"
      "3;8;5;soon;-\n"
      "4;9;5;9:02.000;far\n"
      "5;9;5;9:03.000;-\n",
      log);
  ASSERT_TRUE(results.has_value());
  EXPECT_EQ(results->size(), 3U);
  ASSERT_EQ(log.count(), 5U);
  const auto expect = [&](std::size_t i, std::size_t line, std::size_t column, std::string_view message) {
    EXPECT_EQ(log.listed()[i].line, line);
    EXPECT_EQ(log.listed()[i].column, column);
    EXPECT_THAT(log.listed()[i].message, HasSubstr(message));
  };
  expect(0, 2, 2, "no car number");
  expect(1, 3, 3, "no number: 'many'");
  expect(2, 4, 4, "the total time is taken as unknown: 'soon'");
  expect(3, 5, 5, "the gap is taken as unknown: 'far'");
  expect(4, 6, 2, "car 9 is listed above");
}

TEST(ResultsFile, RefusesAnotherFile) {
  ComplaintLog log("results.csv");
  const auto results = parse_results("TIME_UTC_SECONDS;AIR_TEMP;\n", log);
  ASSERT_FALSE(results.has_value());
  EXPECT_EQ(results.error().code, ErrorCode::not_a_timing_file);
  EXPECT_THAT(results.error().message, HasSubstr("this is a weather file"));
}

}  // namespace
}  // namespace stint::source::archive
