#include "source/live/wige/classification_frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "source/live/wige/wige_frames.hpp"

namespace stint::live::wige {
namespace {

TEST(WigeTimes, WordsSignsAndZerosAreNoTimes) {
  EXPECT_EQ(parse_time("8:21.822"), Millis{501'822});
  EXPECT_EQ(parse_time("--06.971"), Millis{6'971});
  EXPECT_EQ(parse_time("00.000"), std::nullopt);
  for (const char* text : {"", "PIT", "IN", "OUT", "----LAP 6", "1:2:3:4", "8:61.000"})
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
}

TEST(WigeTimes, GapsComeInThreeNotations) {
  EXPECT_EQ(parse_gap("1:02.345").time, Millis{62'345});
  EXPECT_EQ(parse_gap("-- 3 laps").laps, 3);
  EXPECT_EQ(parse_gap("--1 LAP").laps, 1);
  EXPECT_EQ(parse_gap("R12").laps, 12);
  EXPECT_TRUE(parse_gap("Lap 16").leads);
  EXPECT_TRUE(parse_gap("----LAP 6").leads);
  for (const char* text : {"", "--", "R", "PIT", "Rx"}) EXPECT_EQ(parse_gap(text), GapText{}) << text;
}

TEST(ClassificationReader, DecodesTheRowsThatChangedAndNoOther) {
  ClassificationText text;
  text.rows = {row_of("80", "Sample", 3), row_of("007", "Muster", 3)};
  ClassificationReader reader;
  ASSERT_TRUE(reader.read(text.at(kNoonMs)));
  EXPECT_EQ(reader.changed().size(), 2U);
  EXPECT_EQ(reader.head().session, "4600205102");
  EXPECT_EQ(reader.head().intermediates, 2);
  text.rows[1]["LAPS"] = "4";
  ASSERT_TRUE(reader.read(text.at(kNoonMs + 1000)));
  ASSERT_EQ(reader.changed().size(), 1U);
  EXPECT_EQ(reader.changed()[0].car.view(), "007");
  EXPECT_EQ(reader.changed()[0].laps, 4);
}

TEST(ClassificationReader, RowsThatChangePlacesAreDecodedWhereTheyStand) {
  ClassificationText text;
  text.rows = {row_of("80", "Sample", 3), row_of("7", "Muster", 3), row_of("99", "Third", 2)};
  ClassificationReader reader;
  ASSERT_TRUE(reader.read(text.at(kNoonMs)));
  std::swap(text.rows[0], text.rows[1]);
  text.rows[0]["POSITION"] = "1";
  text.rows[1]["POSITION"] = "2";
  ASSERT_TRUE(reader.read(text.at(kNoonMs)));
  ASSERT_EQ(reader.changed().size(), 2U);
  EXPECT_EQ(reader.changed()[0].car.view(), "7");
  EXPECT_EQ(reader.changed()[1].position, 2);
}

TEST(ClassificationReader, AFrameCutOffAnywhereCountsForNothing) {
  ClassificationText text;
  text.rows = {row_of("80", "Sa}m]ple\"", 3), row_of("7", "Muster", 3)};
  const std::string whole = text.at(kNoonMs);
  ClassificationReader reader;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_FALSE(reader.read(std::string_view(whole).substr(0, size))) << size;
    ASSERT_TRUE(reader.changed().empty());
  }
  ASSERT_TRUE(reader.read(whole));
  EXPECT_EQ(reader.changed().size(), 2U);
}

TEST(ClassificationReader, ACarListedTwiceCountsOnceAndARowWithoutNumberNotAtAll) {
  ClassificationText text;
  text.rows = {row_of("80", "Sample", 3), row_of("80", "Sample", 2), row_of("", "Nobody", 1),
               row_of("12345678901234567", "Long", 1)};
  ClassificationReader reader;
  ASSERT_TRUE(reader.read(text.at(kNoonMs)));
  ASSERT_EQ(reader.changed().size(), 1U);
  EXPECT_EQ(reader.changed()[0].laps, 3);
  EXPECT_EQ(reader.unusable(), 3U);
}

TEST(ClassificationReader, ShortRowsAndNumbersInPlaceOfTextsAreRead) {
  ClassificationReader reader;
  ASSERT_TRUE(reader.read(R"({"PID":"0","VER":2,"RESULT":[{"STNR":80,"LAPS":5,"GAP":null,"S1TIME":[1]}, {"STNR":"7"}]})"));
  ASSERT_EQ(reader.changed().size(), 2U);
  EXPECT_EQ(reader.changed()[0].car.view(), "80");
  EXPECT_EQ(reader.changed()[0].laps, 5);
  EXPECT_EQ(reader.changed()[1].laps, std::nullopt);
  EXPECT_EQ(reader.head().version, "2");
}

// A debug build has no figure to hold; the bench has the real one.
TEST(ClassificationReader, AFieldOf161CarsIsReadInAFractionOfASecond) {
  ClassificationText text;
  for (int car = 1; car <= 161; ++car) {
    RowText row = row_of(std::to_string(car), "Sample", 3);
    for (int i = 1; i <= 9; ++i) row["S" + std::to_string(i) + "TIME"] = "1:02.34" + std::to_string(i);
    text.rows.push_back(std::move(row));
  }
  ClassificationReader reader;
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_TRUE(reader.read(text.at(kNoonMs)));
  EXPECT_EQ(reader.changed().size(), 161U);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds{500});
}

TEST(ClassificationReader, ARealFrameIsReadWhole) {
  const char* data = std::getenv("STINT_DATA");
  if (data == nullptr) GTEST_SKIP() << "STINT_DATA names no folder of real captures";
  std::ifstream file(std::string(data) + "/live/n24q_2026_race2_pid0-snapshot_top10.json");
  if (!file) GTEST_SKIP() << "no capture of a classification there";
  std::stringstream text;
  text << file.rdbuf();
  ClassificationReader reader;
  const auto read = reader.read(text.str());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(reader.head().heat, "Race 2");
  EXPECT_EQ(reader.head().intermediates, 8);
  ASSERT_EQ(reader.changed().size(), 10U);
  EXPECT_EQ(reader.unusable(), 0U);
  std::int32_t position = 0;
  for (const ClassificationRow& row : reader.changed()) {
    EXPECT_EQ(row.position, ++position);
    EXPECT_EQ(row.laps, 6);
    EXPECT_TRUE(row.last_lap);
    EXPECT_TRUE(row.gap.time || row.gap.leads) << position;
    EXPECT_TRUE(row.sectors[0].time && row.sectors[1].time) << position;
    EXPECT_FALSE(row.driver.empty() || row.team.empty() || row.class_name.empty());
  }
  EXPECT_TRUE(reader.changed()[0].gap.leads);
}

}  // namespace
}  // namespace stint::live::wige
