#include "source/live/page/cell_text.hpp"

#include <gtest/gtest.h>

namespace stint::live::page {
namespace {

using timing::CarState;
using timing::FlagKind;
using timing::Millis;

std::int64_t ms(std::string_view text) {
  const auto time = parse_time(text);
  return time ? time->count() : -1;
}

TEST(CellText, ReadsTimesAsPagesWriteThem) {
  EXPECT_EQ(ms("1:23.456"), 83'456);
  EXPECT_EQ(ms("1'23.456"), 83'456);
  EXPECT_EQ(ms("1'23\"456"), 83'456);
  EXPECT_EQ(ms("1:23,456"), 83'456);
  EXPECT_EQ(ms(" +83.456 s"), 83'456);
  EXPECT_EQ(ms("83.4"), 83'400);
  EXPECT_EQ(ms("1:02:03.004"), 3'723'004);
  EXPECT_EQ(ms("23:59:59"), 86'399'000);
  EXPECT_EQ(ms("12:34"), 754'000);
  EXPECT_EQ(ms("0.000"), 0);
}

TEST(CellText, TakesNothingElseForATime) {
  for (const char* text : {"", "-", "--.---", "PIT", "1:2x.3", "1:83.000", "1::2", ":12", "12:", "1.", "1.2345", "1:2:3:4.5",
                           "1e5", "-5.0", "99999999", "1:234.5"}) {
    EXPECT_EQ(ms(text), -1) << text;
  }
}

TEST(CellText, ReadsGapsInTimeOrLaps) {
  EXPECT_EQ(parse_gap("+12.345"), (GapText{Millis{12'345}, std::nullopt}));
  EXPECT_EQ(parse_gap("1:02.5"), (GapText{Millis{62'500}, std::nullopt}));
  for (const char* text : {"+2 LAPS", "2 L", "-2 Laps", "2 Tours", "2Runden", "-- 2 laps --", "2 l."}) {
    EXPECT_EQ(parse_gap(text), (GapText{std::nullopt, 2})) << text;
  }
  EXPECT_EQ(parse_gap("Leader"), GapText{});
  EXPECT_EQ(parse_gap(""), GapText{});
}

TEST(CellText, ReadsCountsAndNumbers) {
  EXPECT_EQ(parse_count("12"), 12);
  EXPECT_EQ(parse_count("P3"), 3);
  EXPECT_EQ(parse_count("4."), 4);
  EXPECT_EQ(parse_count("-1"), std::nullopt);
  EXPECT_EQ(parse_count("12a"), std::nullopt);
  EXPECT_EQ(parse_car_number("#007")->view(), "007");
  EXPECT_EQ(parse_car_number("Nr. 7")->view(), "7");
  EXPECT_FALSE(parse_car_number(""));
  EXPECT_FALSE(parse_car_number("GT3 class"));
}

TEST(CellText, KnowsTheUsualWordsAndTheDescriptionsOwn) {
  EXPECT_EQ(parse_state("PIT", {}), CarState::in_pit);
  EXPECT_EQ(parse_state("car row pit late", {}), CarState::in_pit);
  EXPECT_EQ(parse_state("garage", {}), std::nullopt);
  EXPECT_EQ(parse_state("Garage", {{"garage", CarState::stopped}}), CarState::stopped);
  EXPECT_EQ(parse_state("out", {{"out", CarState::retired}}), CarState::retired) << "the description decides";
  EXPECT_EQ(parse_flag_text("Safety Car", {}), FlagKind::safety_car);
  EXPECT_EQ(parse_flag_text("flag FCY", {}), FlagKind::fcy);
  EXPECT_EQ(parse_flag_text("", {}), std::nullopt);
  EXPECT_EQ(session_kind("Free Practice 2"), timing::SessionKind::practice);
  EXPECT_EQ(session_kind("Rennen"), timing::SessionKind::unknown);
}

}  // namespace
}  // namespace stint::live::page
