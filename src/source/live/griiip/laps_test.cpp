// Laps, told in any order and more than once. The numbers in the names are those of the pitfalls in docs/sources/griiip.md.
#include "source/live/griiip/session_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using timing::FlagKind;

TEST(GriiipLaps, Pitfall10_LapsNewestFirstAreAllTold) {
  Decoded feed;
  feed.bootstrap(bootstrap_text("\"laps\":[" + lap_text(3, 210000, "14:10:30") + "," + lap_text(2, 210000, "14:07:00") + "," +
                                lap_text(1, 210000, "14:03:30") + "]"),
                 on_the_day("14:11:00"));
  EXPECT_THAT(feed.all<timing::Lap>(), SizeIs(3));
  feed.events.clear();
  feed.push("laps", lap_text(2, 210000, "14:07:00"), on_the_day("14:12:00"));
  EXPECT_THAT(feed.events, IsEmpty());
  feed.push("laps", lap_text(2, 211111, "14:06:59"), on_the_day("14:12:00"));  // older word, other content
  EXPECT_THAT(feed.events, IsEmpty());
}

TEST(GriiipLaps, Pitfall10_ANewerWordOnALapIsACorrection) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap_text(25, 208000, "15:30:30"), on_the_day("15:30:31"));
  feed.events.clear();
  std::string deleted = lap_text(25, 208000, "15:33:30");
  deleted.replace(deleted.find("true"), 4, "false");
  feed.push("laps", deleted, on_the_day("15:33:31"));
  ASSERT_THAT(feed.all<timing::Lap>(), SizeIs(1));
  EXPECT_FALSE(feed.all<timing::Lap>()[0].valid);
  EXPECT_THAT(feed.instants<timing::Lap>(), ElementsAre(on_the_day("15:30:30")));
}

TEST(GriiipLaps, ALapStampedWhenItWasSentAgainIsPutRightByItsNeighbours) {
  Decoded feed;
  feed.bootstrap(bootstrap_text("\"laps\":[" + lap_text(4, 210000, "14:14:00") + "," + lap_text(3, 210000, "14:14:00") + "," +
                                lap_text(2, 210000, "14:07:00") + "]"),
                 on_the_day("14:15:00"));
  auto instants = feed.instants<timing::Lap>();
  std::ranges::sort(instants);
  EXPECT_THAT(instants, ElementsAre(on_the_day("14:07:00"), on_the_day("14:10:30"), on_the_day("14:14:00")));
}

TEST(GriiipLaps, TheFirstLapAfterTheFlagTakesIt) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap_text(25, 208000, "15:30:30"), on_the_day("15:30:31"));
  feed.push("laps", R"({"lapNumber":20,"lapTimeMillis":240000,"isValid":true,"ts":"2026-06-13T15:30:00Z","pid":400102})",
            on_the_day("15:30:32"));
  feed.push("race-flags", R"({"flag":"Chequered","sectorNumbers":[],"ts":"2026-06-13T15:30:31Z"})", on_the_day("15:30:33"));
  feed.push("laps", R"({"lapNumber":21,"lapTimeMillis":240000,"isValid":true,"ts":"2026-06-13T15:34:00Z","pid":400102})",
            on_the_day("15:34:01"));
  std::vector<std::pair<std::string, int>> flagged;
  for (const auto& told : feed.all<timing::Lap>()) {
    if (told.flag == FlagKind::chequered) flagged.emplace_back(told.car.str(), told.lap);
  }
  EXPECT_THAT(flagged, ElementsAre(std::pair(std::string("007"), 25), std::pair(std::string("7"), 21)));
}

}  // namespace
}  // namespace stint::live::griiip
