#include "source/archive/lap_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace stint::source::archive {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using timing::FlagKind;

constexpr std::string_view kHeader =
    "NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT; S1; S1_IMPROVEMENT; S2; "
    "S2_IMPROVEMENT; S3; S3_IMPROVEMENT; KPH; ELAPSED; "
    "HOUR;S1_LARGE;S2_LARGE;S3_LARGE;TOP_SPEED;DRIVER_NAME;PIT_TIME;CLASS;GROUP;"
    "TEAM;MANUFACTURER;FLAG_AT_FL;S1_SECONDS;S2_SECONDS;S3_SECONDS;\n";

constexpr std::string_view kTwoLaps =
    "07;1;1;1:40.100;0;;30.000;0;40.000;0;30.100;0;180.0;1:40.100;14:01:40.600;0:30.000;0:40.000;0:30.100;280.5;Ada "
    "BIRCH;;GT;P/A;"
    "Fox Racing;Maker;GF;30.000;40.000;30.100;\n"
    "07;2;2;1:39.900;2;B;29.900;2;40.000;0;30.000;2;180.4;3:20.000;14:03:20.500;0:29.900;0:40.000;0:30.000;;Ben "
    "CEDAR;0:01:02.500;GT;"
    "P/A;Fox Racing;Maker;FCY;29.900;40.000;30.000;\n";

LapFile read(std::string_view text, std::size_t complaints = 0) {
  ComplaintLog log("laps.csv");
  auto file = parse_laps(text, log);
  EXPECT_TRUE(file.has_value()) << file.error().message;
  EXPECT_EQ(log.count(), complaints);
  for (const Complaint& complaint : log.listed()) {
    if (complaints == 0) ADD_FAILURE() << complaint.line << ':' << complaint.column << ' ' << complaint.message;
  }
  return file ? std::move(*file) : LapFile{};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

const std::string kPlainFile = std::string(kHeader) + std::string(kTwoLaps);

void expect_the_two_laps(const LapFile& file) {
  ASSERT_EQ(file.cars.size(), 1U);
  EXPECT_EQ(file.cars[0].number.view(), "07");
  EXPECT_EQ(file.cars[0].class_name, "GT");
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].time, FileMillis{100'100});
  EXPECT_EQ(file.rows[0].elapsed, FileMillis{100'100});
  EXPECT_THAT(file.rows[0].sectors, ElementsAre(FileMillis{30'000}, FileMillis{40'000}, FileMillis{30'100}));
  EXPECT_FALSE(file.rows[0].in_pit);
  EXPECT_TRUE(file.rows[1].in_pit);
  EXPECT_EQ(file.rows[1].pit_time, FileMillis{62'500});
  EXPECT_EQ(file.started_time_of_day, FileMillis{14 * 3'600'000 + 500});
}

TEST(LapFile, ReadsTheTwentyNineColumnsOfTheWec) {
  const LapFile file = read(kPlainFile);
  expect_the_two_laps(file);
  EXPECT_EQ(file.cars[0].group, "P/A");
  EXPECT_EQ(file.cars[0].team, "Fox Racing");
  EXPECT_EQ(file.cars[0].manufacturer, "Maker");
  ASSERT_EQ(file.cars[0].drivers.size(), 2U);
  EXPECT_EQ(file.cars[0].drivers[1].id.view(), "2");
  EXPECT_EQ(file.cars[0].drivers[1].name, "Ben CEDAR");
  EXPECT_EQ(file.rows[0].top_speed_kph, 280.5);
  EXPECT_EQ(file.rows[1].top_speed_kph, std::nullopt);
  EXPECT_TRUE(file.has_flags);
  EXPECT_EQ(file.rows[1].flag, FlagKind::fcy);
  EXPECT_EQ(file.rows[1].line, 3U);
}

TEST(LapFile, ReadsByteOrderMarkAndCarriageReturns) {
  expect_the_two_laps(read("\xEF\xBB\xBF" + replaced(kPlainFile, "\n", "\r\n")));
}

TEST(LapFile, ReadsCommas) { expect_the_two_laps(read(replaced(kPlainFile, ";", ","))); }

TEST(LapFile, ReadsAnIndexColumnBeforeTheRest) {
  std::string text = replaced(kPlainFile, ";", ",");
  text = replaced(replaced(text, "\n07,", "\n0,07,"), "NUMBER, DRIVER_NUMBER", ",NUMBER, DRIVER_NUMBER");
  expect_the_two_laps(read(text));
}

TEST(LapFile, ReadsTheOlderColumnsWithoutFlags) {
  const std::string text =
      "NUMBER; DRIVER_NUMBER; LAPNUMBER; LAPTIME; CROSSING_FINISH_LINE_IN_PIT; S1; S2; S3; ELAPSED; HOUR;PIT_TIME;CLASS;\n"
      "07;1;1;1:40.100;;30.000;40.000;30.100;1:40.100;14:01:40.600;;GT;\n"
      "07;2;2;1:39.900;B;29.900;40.000;30.000;3:20.000;14:03:20.500;0:01:02.500;GT;\n";
  const LapFile file = read(text);
  expect_the_two_laps(file);
  EXPECT_FALSE(file.has_flags);
  EXPECT_EQ(file.rows[0].flag, std::nullopt);
}

TEST(LapFile, ReadsAnonymisedFilesWithTimingPoints) {
  const std::string text =
      "NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; S1; S2; S3; ELAPSED; HOUR;IM1a_time;IM1a_elapsed;IM1_time;IM1_elapsed;"
      "IM2a_time;IM2a_elapsed;FL_time;FL_elapsed\n"
      "5;1;1;1:40.000;30.000;40.000;30.000;1:40.000;10:01:40.000;;;;30.000;20.000;50.000;30.000;1:40.000\n"
      "5;1;2;1:40.000;30.000;40.000;30.000;3:20.000;10:03:20.000;12.000;12.000;18.000;30.000;20.000;50.000;30.000;1:40.000\n";
  const LapFile file = read(text);
  EXPECT_THAT(file.points, ElementsAre("IM1A", "IM2A"));
  EXPECT_THAT(file.point_times, ElementsAre(std::nullopt, FileMillis{50'000}, FileMillis{12'000}, FileMillis{50'000}));
  EXPECT_EQ(file.cars[0].drivers[0].name, "");
}

TEST(LapFile, ReadsQuotedFields) {
  const LapFile file = read(replaced(kPlainFile, "Fox Racing", "\"Fox; \"\"Red\"\" Racing\""));
  expect_the_two_laps(file);
  EXPECT_EQ(file.cars[0].team, "Fox; \"Red\" Racing");
}

TEST(LapFile, MissingAndZeroSectorsAreUnknown) {
  const LapFile missing = read(replaced(kPlainFile, ";30.000;0;40.000;0;30.100;", ";30.000;0;;0;;"));
  EXPECT_THAT(missing.rows[0].sectors, ElementsAre(FileMillis{30'000}, std::nullopt, std::nullopt));
  const LapFile zero = read(replaced(kPlainFile, ";30.000;0;40.000;0;30.100;", ";0;0;0;0;30.100;"));
  EXPECT_THAT(zero.rows[0].sectors, ElementsAre(std::nullopt, std::nullopt, FileMillis{30'100}));
}

TEST(LapFile, KeepsOneAndZeroOneAndDoubleZeroOneApart) {
  const std::string text =
      kPlainFile + replaced(std::string(kTwoLaps), "07;", "7;") + replaced(std::string(kTwoLaps), "07;", "007;");
  const LapFile file = read(text);
  ASSERT_EQ(file.cars.size(), 3U);
  EXPECT_EQ(file.cars[0].number.view(), "007");
  EXPECT_EQ(file.cars[1].number.view(), "07");
  EXPECT_EQ(file.cars[2].number.view(), "7");
  EXPECT_EQ(file.cars[2].first_row, 4U);
}

TEST(LapFile, SortsRowsThatAreInAnotherOrder) {
  const std::string text = std::string(kHeader) + std::string(kTwoLaps.substr(kTwoLaps.find('\n') + 1)) +
                           std::string(kTwoLaps.substr(0, kTwoLaps.find('\n') + 1));
  const LapFile file = read(text);
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].lap, 1);
  EXPECT_EQ(file.rows[0].line, 3U);
}

// Each complaint: what is changed in the two laps, where it is found, how it is said, and how many laps are left.
struct BadField {
  std::string_view from, to;
  std::size_t line, column;
  std::string_view message;
  std::size_t laps_left;
};

class LapFileComplaints : public ::testing::TestWithParam<BadField> {};

TEST_P(LapFileComplaints, NameLineAndColumn) {
  ComplaintLog log("laps.csv");
  const auto file = parse_laps(replaced(kPlainFile, GetParam().from, GetParam().to), log);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->rows.size(), GetParam().laps_left);
  ASSERT_EQ(log.count(), 1U);
  EXPECT_EQ(log.listed()[0].file, "laps.csv");
  EXPECT_EQ(log.listed()[0].line, GetParam().line);
  EXPECT_EQ(log.listed()[0].column, GetParam().column);
  EXPECT_THAT(log.listed()[0].message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Fields, LapFileComplaints,
    ::testing::Values(BadField{"07;2;2;", "07;2;two;", 3, 3, "the row is left out: no lap number: 'two'", 1},
                      BadField{"07;2;2;", "07;2;0;", 3, 3, "no lap number: '0'", 1},
                      BadField{"07;2;2;", "07;2;1;", 3, 3, "car 07 already has lap 1 in line 2", 1},
                      BadField{"07;2;2;", ";2;2;", 3, 1, "no car number: ''", 1},
                      BadField{"07;2;2;", "number seventeen;2;2;", 3, 1, "no car number: 'number seventeen'", 1},
                      BadField{"3:20.000;", "3:20,000;", 3, 14, "no elapsed time: '3:20,000'", 1},
                      BadField{"3:20.000;14:03:20.500", "1:20.000;14:03:20.500", 3, 14,
                               "the row is left out: ELAPSED is not later than on the lap before", 1},
                      BadField{"2;1:39.900;", "2;1:39.9001;", 3, 4, "the lap time is taken as unknown: '1:39.9001'", 2},
                      BadField{";29.900;2;", ";fast;2;", 3, 7, "the sector time is taken as unknown: 'fast'", 2},
                      BadField{";29.900;2;", ";28.900;2;", 3, 7, "they add up to 98.900 s, LAP_TIME is 99.900 s", 2},
                      BadField{";B;", ";X;", 3, 6, "expected B or nothing, taken as not in the pit lane: 'X'", 2},
                      BadField{"0:01:02.500", "a minute", 3, 21, "the time in the pit lane is taken as unknown: 'a minute'", 2},
                      BadField{";280.5;", ";9280.5;", 2, 19, "the top speed is taken as unknown: '9280.5'", 2},
                      BadField{"FCY", "PINK", 3, 26, "the flag is taken as unknown: 'PINK'", 2},
                      BadField{"14:03:20.500", "14:03:21.500", 3, 15,
                               "HOUR minus ELAPSED differs from the rest of the file by 1.000 s", 2},
                      BadField{"07;2;2;", "\"07;2;2;", 3, 0, "a quoted field does not end on its line", 1}));

TEST(LapFile, ALapThatBreaksTheArithmeticIsDroppedWhenItsNeighboursAgree) {
  const std::string text =
      kPlainFile +
      "07;2;3;1:40.000;0;;30.000;0;40.000;0;30.000;0;180.0;9:59.000;14:05:00.500;;;;;Ben CEDAR;;GT;;Fox Racing;Maker;GF;;;;\n"
      "07;2;4;1:40.000;0;;30.000;0;40.000;0;30.000;0;180.0;6:40.000;14:06:40.500;;;;;Ben CEDAR;;GT;;Fox Racing;Maker;GF;;;;\n";
  ComplaintLog log("laps.csv");
  const auto file = parse_laps(text, log);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->rows.size(), 3U);
  EXPECT_EQ(file->rows[2].lap, 4);
  ASSERT_EQ(log.count(), 1U);
  EXPECT_EQ(log.listed()[0].line, 4U);
  EXPECT_THAT(log.listed()[0].message, HasSubstr("the row is left out: ELAPSED grows by 399.000 s but LAP_TIME is 100.000 s"));
}

TEST(LapFile, ALapThatBreaksTheArithmeticAloneIsKept) {
  ComplaintLog log("laps.csv");
  const auto file = parse_laps(replaced(kPlainFile, "3:20.000;14:03:20.500", "3:21.000;14:03:21.500"), log);
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->rows.size(), 2U);
  EXPECT_EQ(file->rows[1].elapsed, FileMillis{201'000});
  ASSERT_EQ(log.count(), 1U);
  EXPECT_EQ(log.listed()[0].column, 14U);
}

class LapFileRefusals : public ::testing::TestWithParam<std::pair<std::string_view, std::string_view>> {};

TEST_P(LapFileRefusals, SayWhatTheFileIs) {
  ComplaintLog log("laps.csv");
  const auto file = parse_laps(GetParam().first, log);
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().code, ErrorCode::not_a_timing_file);
  EXPECT_THAT(file.error().message, HasSubstr(GetParam().second));
}

INSTANTIATE_TEST_SUITE_P(
    Files, LapFileRefusals,
    ::testing::Values(std::pair("", "the file is empty"),
                      std::pair("POSITION,NUMBER,STATUS,LAPS\n1,5,Classified,10\n", "this is a results file"),
                      std::pair("TIME_UTC_SECONDS;AIR_TEMP;\n1700000000;20;\n", "this is a weather file"),
                      std::pair("NUMBER;VEHICLE;CLASS;BESTLAP_1;\n", "this is a list of best laps"),
                      std::pair("once upon a time\nthere was a race\n", "its first line is: ONCE UPON A TIME; missing: NUMBER"),
                      std::pair("NUMBER;LAP_NUMBER;ELAPSED\n5;1;1:00.000\n", "missing: LAP_TIME"),
                      std::pair("NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED\nx;y;z\n", "no row below it is a lap that can be read")));

}  // namespace
}  // namespace stint::source::archive
