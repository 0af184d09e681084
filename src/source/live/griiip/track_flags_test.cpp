// Flags, and what race control's words make of them. The numbers in the names are those of the pitfalls in
// docs/sources/griiip.md.
#include "source/live/griiip/session_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using timing::CarNumber;
using timing::FlagKind;
using timing::FlagScope;

TEST(GriiipFlags, Pitfall08_ABareYellowIsALocalOne) {
  auto feed = Decoded::after_bootstrap();
  feed.push("race-flags", R"({"flag":"Yellow","sectorNumbers":[],"ts":"2026-06-13T15:40:00Z"})", on_the_day("15:40:00"));
  feed.push("race-flags", R"({"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T15:40:00.4Z"})", on_the_day("15:40:01"));
  for (const auto& flag : feed.all<timing::Flag>())
    EXPECT_FALSE(flag.scope == FlagScope::track && flag.kind != FlagKind::green);
  EXPECT_EQ(feed.all<timing::Flag>().front().kind, FlagKind::yellow);
}

TEST(GriiipFlags, Pitfall08_RaceControlsWordsMakeAFullCourseYellow) {
  auto feed = Decoded::after_bootstrap();
  // Local time is two hours ahead of UTC; only minutes and seconds count.
  feed.push("RaceLog",
            R"({"type":"RCMessage","text":"PREPARE FOR FCY AT 17:41:00","raceLogItemId":"1","ts":"2026-06-13T15:40:30Z"})",
            on_the_day("15:40:31"));
  EXPECT_THAT(feed.all<timing::Flag>(), IsEmpty());
  feed.on_time(on_the_day("15:41:00"));
  ASSERT_THAT(feed.all<timing::Flag>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Flag>()[0].kind, FlagKind::fcy);
  EXPECT_THAT(feed.instants<timing::Flag>(), ElementsAre(on_the_day("15:41:00")));
  feed.events.clear();
  feed.push("race-flags", R"({"flag":"Yellow","sectorNumbers":[],"ts":"2026-06-13T15:43:00Z"})", on_the_day("15:43:00"));
  feed.push("race-flags", R"({"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T15:43:05Z"})", on_the_day("15:43:05"));
  for (const auto& flag : feed.all<timing::Flag>()) EXPECT_EQ(flag.scope, FlagScope::sector);  // a local pair within it
  feed.events.clear();
  feed.push("RaceLog",
            R"({"type":"RCMessage","text":"FCY WILL END AT 17:45:30","raceLogItemId":"2","ts":"2026-06-13T15:45:00Z"})",
            on_the_day("15:45:00"));
  feed.on_time(on_the_day("15:45:30"));
  ASSERT_THAT(feed.all<timing::Flag>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Flag>()[0].kind, FlagKind::green);
}

TEST(GriiipFlags, Pitfall08_TheSafetyCarIsBelievedWithoutWords) {
  auto feed = Decoded::after_bootstrap();
  feed.push("race-flags", R"({"flag":"SafetyCar","sectorNumbers":[],"ts":"2026-06-13T15:40:00Z"})", on_the_day("15:40:00"));
  ASSERT_THAT(feed.all<timing::Flag>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Flag>()[0].kind, FlagKind::safety_car);
}

TEST(GriiipFlags, Pitfall08_TheEndOfAFullCourseYellowDoesNotEndTheSafetyCar) {
  auto feed = Decoded::after_bootstrap();
  const auto say = [&](const char* text, const char* id, const char* at) {
    feed.push("RaceLog",
              R"({"type":"RCMessage","text":")" + std::string(text) + R"(","raceLogItemId":")" + id + R"(","ts":"2026-06-13T)" +
                  at + "Z\"}",
              on_the_day(at));
  };
  say("FULL COURSE YELLOW", "1", "15:40:00");
  say("FCY WILL END AT 17:44:00", "2", "15:43:00");
  say("SAFETY CAR", "3", "15:43:30");
  feed.events.clear();
  feed.on_time(on_the_day("15:44:10"));
  EXPECT_THAT(feed.all<timing::Flag>(), IsEmpty());
}

TEST(GriiipFlags, Pitfall09_FlagHistoryIsToldAsHistoryAndOnlyOnce) {
  const std::string history =
      R"("raceFlags":[{"flag":"SafetyCar","sectorNumbers":[],"ts":"2026-06-13T14:30:00Z","elapsedTimeMillis":1800000},
{"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T14:00:10Z","elapsedTimeMillis":0},
{"flag":"Green","sectorNumbers":[],"ts":"2026-06-13T14:51:10Z","elapsedTimeMillis":0}])";
  Decoded feed;
  feed.bootstrap(bootstrap_text(history), on_the_day("15:30:00"));
  EXPECT_THAT(feed.instants<timing::Flag>(),
              ElementsAre(on_the_day("14:00:10"), on_the_day("14:30:00"), on_the_day("14:51:10")));
  feed.events.clear();
  feed.bootstrap(bootstrap_text(history), on_the_day("15:31:00"));
  EXPECT_THAT(feed.all<timing::Flag>(), IsEmpty());
}

TEST(GriiipFlags, Pitfall24_TwoMessagesOfOneIdAreTwo) {
  auto feed = Decoded::after_bootstrap();
  const auto say = [&](const char* text) {
    feed.push("race-log",
              R"({"type":"RCMessage","text":")" + std::string(text) +
                  R"(","raceLogItemId":"1781373547957","ts":"2026-06-13T15:59:07Z"})",
              on_the_day("15:59:08"));
  };
  say("DOUBLE YELLOW AT MP 3");
  say("DOUBLE YELLOW AT MP 3");
  say("CAR 007 - REPRIMAND - PIT STOP");
  const auto messages = feed.all<timing::RaceControl>();
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_NE(messages[0].id, messages[1].id);
  EXPECT_THAT(messages[1].cars, ElementsAre(CarNumber("007")));
}

}  // namespace
}  // namespace stint::live::griiip
