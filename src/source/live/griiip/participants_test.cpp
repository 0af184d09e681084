// Who drives. The numbers in the names are those of the pitfalls in docs/sources/griiip.md.
#include "source/live/griiip/session_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using testing::SizeIs;
using timing::DriverId;

TEST(GriiipParticipants, Pitfall11_TheDriverIsTheOneOfTheExternalId) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:00"));
  const auto changes = feed.all<timing::DriverChange>();
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].to,
            DriverId("2"));  // Jo SAMPLE, though the row's letters are the first driver's and driverId 2 is another
  EXPECT_EQ(changes[0].from, std::nullopt);
  EXPECT_EQ(feed.all<timing::Entry>()[0].team, "ALDER RACING");
}

TEST(GriiipParticipants, Pitfall12_ADriverSwapToldTwiceIsOneChange) {
  auto feed = Decoded::after_bootstrap();
  feed.push("participants", R"({"pid":400101,"currentDriverId":"1","ts":"2026-06-13T15:45:02Z"})", on_the_day("15:45:03"));
  feed.push(
      "RaceLog",
      R"({"type":"DriverSwap","previousDriverId":"2","newDriverId":"1","raceLogItemId":"swap-1","ts":"2026-06-13T15:45:02.228Z","pid":400101})",
      on_the_day("15:45:04"));
  const auto changes = feed.all<timing::DriverChange>();
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_EQ(changes[0].from, DriverId("2"));
  EXPECT_EQ(changes[0].to, DriverId("1"));
}

TEST(GriiipParticipants, Pitfall12_ASwapOfTheRaceLogAloneCounts) {
  auto feed = Decoded::after_bootstrap();
  feed.push(
      "RaceLog",
      R"({"type":"DriverSwap","previousDriverId":"2","newDriverId":"1","raceLogItemId":"swap-1","ts":"2026-06-13T15:45:02.228Z","pid":400101})",
      on_the_day("15:45:04"));
  feed.push("participants", R"({"pid":400101,"currentDriverId":"1","ts":"2026-06-13T15:45:02Z"})", on_the_day("15:45:05"));
  ASSERT_THAT(feed.all<timing::DriverChange>(), SizeIs(1));
}

}  // namespace
}  // namespace stint::live::griiip
