#include "calendar/zone.hpp"

#include <gtest/gtest.h>

namespace stint::calendar {
namespace {

using std::chrono::minutes;

Zone zone(std::string_view name) {
  const auto found = named_zone(name);
  EXPECT_TRUE(found) << name;
  return found.value_or(Zone{});
}

timing::Instant at(std::string_view day, int hour, int minute, const Zone& where) {
  return to_utc(where, {*parse_day(day), minutes{hour * 60 + minute}});
}

TEST(Zone, FollowsTheClocksOfThePlace) {
  const Zone rome = zone("Europe/Rome");
  EXPECT_EQ(utc_text(at("2026-03-28", 13, 0, rome)), "2026-03-28T12:00Z");
  EXPECT_EQ(utc_text(at("2026-03-29", 13, 0, rome)), "2026-03-29T11:00Z") << "summer time began that morning";
  EXPECT_EQ(local_text(rome, at("2026-03-29", 13, 0, rome)), "2026-03-29T13:00+02:00");
  EXPECT_EQ(local_text(zone("America/Sao_Paulo"), at("2026-07-12", 14, 30, {})), "2026-07-12T11:30-03:00");
}

TEST(Zone, ASkippedTimeIsTheMomentOfTheChangeAndADoubleOneTheFirst) {
  const Zone rome = zone("Europe/Rome");
  EXPECT_EQ(utc_text(at("2026-03-29", 2, 30, rome)), "2026-03-29T01:00Z");
  EXPECT_EQ(utc_text(at("2026-10-25", 2, 30, rome)), "2026-10-25T00:30Z");
}

TEST(Zone, AnOffsetIsTakenAsWritten) {
  EXPECT_EQ(offset_zone("+02:00")->offset, minutes{120});
  EXPECT_EQ(offset_zone("-0330")->offset, minutes{-210});
  EXPECT_EQ(offset_zone("Z")->offset, minutes{0});
  for (const std::string_view wrong : {"", "2", "+2:00", "+25:00", "+02:60", "02:00", "+02-00"})
    EXPECT_FALSE(offset_zone(wrong)) << wrong;
}

TEST(Zone, ANameThatTzdataLacksIsRefused) {
  for (const std::string_view wrong : {"", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe/Rome\n"}) {
    EXPECT_FALSE(named_zone(wrong)) << wrong;
  }
}

TEST(Zone, OnlyRealDaysAreRead) {
  EXPECT_EQ(day_text(*parse_day("2028-02-29")), "2028-02-29");
  for (const std::string_view wrong : {"2026-02-29", "2026-13-01", "2026-1-01", "26-01-01", "2026-01-0x", "0000-01-01", ""}) {
    EXPECT_FALSE(parse_day(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace stint::calendar
