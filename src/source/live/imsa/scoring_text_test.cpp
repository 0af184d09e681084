#include "source/live/imsa/scoring_text.hpp"

#include <gtest/gtest.h>

namespace stint::live::imsa {
namespace {

using timing::Millis;

TEST(ScoringText, TakesJsonOutOfItsCallback) {
  EXPECT_EQ(without_callback(R"(jsonpRaceData({"C":"1"});)"), R"({"C":"1"})");
  EXPECT_EQ(without_callback(R"~( {"B":"(x)"} )~"), R"~({"B":"(x)"})~");
  EXPECT_EQ(without_callback(R"~(cb({"B":"f(x)"}))~"), R"~({"B":"f(x)"})~");
  EXPECT_EQ(without_callback("<html>"), "");
  EXPECT_EQ(without_callback("cb("), "");
  EXPECT_EQ(without_callback(")("), "");
}

TEST(ScoringText, SetsRightWhatWasEncodedTwice) {
  EXPECT_EQ(repaired("Jo\u00c3\u00a3o"), "Jo\u00e3o");
  EXPECT_EQ(repaired("Jo\u00e3o"), "Jo\u00e3o") << "it was right already";
  EXPECT_EQ(repaired("Plain"), "Plain");
  EXPECT_EQ(repaired("\u65e5\u00c3\u00a3"), "\u65e5\u00c3\u00a3") << "beyond Latin-1 nothing was encoded twice";
  EXPECT_EQ(repaired("\xC3"), "\xC3");
}

TEST(ScoringText, ReadsTimesAndGaps) {
  EXPECT_EQ(parse_lap_time("1:09.962"), Millis{69'962});
  EXPECT_EQ(parse_lap_time("69.9"), Millis{69'900});
  for (const char* none : {"--.---", "--:---", "", "0.000", "1:xx.000", "1:2:3:4", "-1.000"})
    EXPECT_FALSE(parse_lap_time(none)) << none;
  EXPECT_EQ(parse_gap("1:46.420"), (GapText{.time = Millis{106'420}}));
  EXPECT_EQ(parse_gap("1 lap"), (GapText{.laps = 1}));
  EXPECT_EQ(parse_gap("14 laps"), (GapText{.laps = 14}));
  for (const char* none : {"--.---", "--:---", "", "laps", "-1 laps"}) EXPECT_EQ(parse_gap(none), GapText{}) << none;
}

TEST(ScoringText, ReadsClocksOfBothKinds) {
  EXPECT_EQ(parse_clock("00:52:59"), Millis{3'179'000});
  EXPECT_FALSE(parse_clock("5259"));
  EXPECT_EQ(parse_time_of_day("2:41:07 PM"), Millis{52'867'000});
  EXPECT_EQ(parse_time_of_day("12:00:01 AM"), Millis{1000});
  EXPECT_EQ(parse_time_of_day("14:29:51"), Millis{52'191'000});
  EXPECT_FALSE(parse_time_of_day("25:00:00"));
}

}  // namespace
}  // namespace stint::live::imsa
