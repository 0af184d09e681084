// The session as a whole: its facts, its clock, and what can't be read. The numbers in the names are those of the pitfalls in
// docs/sources/griiip.md.
#include "source/live/griiip/session_feed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/live/griiip/decoded.hpp"

namespace stint::live::griiip {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using timing::CarNumber;

TEST(GriiipSession, TheBootstrapTellsSessionEntriesAndClock) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:01"));
  ASSERT_THAT(feed.problems, IsEmpty());
  const auto sessions = feed.all<timing::Session>();
  ASSERT_THAT(sessions, SizeIs(1));
  EXPECT_EQ(sessions[0].source, "griiip");
  EXPECT_EQ(sessions[0].source_session_id, "18130");
  EXPECT_EQ(sessions[0].series, "WEC");
  EXPECT_EQ(sessions[0].kind, timing::SessionKind::race);
  EXPECT_EQ(sessions[0].state, timing::SessionState::running);
  EXPECT_EQ(sessions[0].limit, 24h);
  EXPECT_EQ(sessions[0].started_at, on_the_day("14:00:00"));
  EXPECT_EQ(sessions[0].lap_length_m, 13626);
  const auto entries = feed.all<timing::Entry>();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].car, CarNumber("007"));
  EXPECT_EQ(entries[0].key, "400101");
  EXPECT_EQ(entries[0].class_name, "HYPERCAR");
  ASSERT_THAT(entries[0].drivers, SizeIs(2));
  EXPECT_EQ(entries[0].drivers[0].name, "Max MUSTER");
  EXPECT_EQ(entries[0].drivers[0].grade, "platinum");
  EXPECT_EQ(entries[0].drivers[0].country, "DEU");
  EXPECT_EQ(entries[1].car, CarNumber("7"));
}

TEST(GriiipSession, Pitfall01_APidWithoutACarIsDroppedAndAsksForTheBootstrap) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", R"({"lapNumber":5,"lapTimeMillis":200000,"ts":"2026-06-13T15:31:00Z","pid":499999})",
            on_the_day("15:31:00"));
  EXPECT_THAT(feed.events, IsEmpty());
  EXPECT_TRUE(feed.last.unknown_car);
  EXPECT_FALSE(feed.last.timing_seen);
}

TEST(GriiipSession, Pitfall01_PushesWithAPidAloneFindTheirCar) {
  auto feed = Decoded::after_bootstrap();
  feed.push("laps", lap_text(26, 208786, "15:31:00.286"), on_the_day("15:31:01"));
  const auto laps = feed.all<timing::Lap>();
  ASSERT_THAT(laps, SizeIs(1));
  EXPECT_EQ(laps[0].car, CarNumber("007"));
  EXPECT_EQ(laps[0].time, 208786ms);
  EXPECT_THAT(feed.instants<timing::Lap>(), ElementsAre(on_the_day("15:31:00.286")));
}

TEST(GriiipSession, Pitfall03_EmptyItemsProveNoLife) {
  auto feed = Decoded::after_bootstrap();
  feed.push("ranks", R"({"items":[]})", on_the_day("15:31:00"));
  EXPECT_FALSE(feed.last.proof_of_life);
  EXPECT_FALSE(feed.last.timing_seen);
}

TEST(GriiipSession, Pitfall15_TheClockRunsOnFromItsStamp) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:00.500"));
  const auto clocks = feed.all<timing::Clock>();
  ASSERT_THAT(clocks, SizeIs(1));
  EXPECT_EQ(clocks[0].elapsed, 90min);  // 89 min at 15:29, asked for at 15:30
  EXPECT_THAT(feed.instants<timing::Clock>(), ElementsAre(on_the_day("15:30:00")));
  feed.events.clear();
  feed.push(
      "session-clock",
      R"({"increment":0,"startTime":"2026-06-13T14:00:00Z","tsNow":"2026-06-13T15:45:00Z","ts":"2026-06-13T15:40:00Z","elapsedTimeMillis":6000000})",
      on_the_day("15:45:00"));
  ASSERT_THAT(feed.all<timing::Clock>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Clock>()[0].elapsed, 100min);
  EXPECT_FALSE(feed.all<timing::Clock>()[0].running);
}

TEST(GriiipSession, Pitfall15_AClockThatSaysNothingNewIsNotToldAgain) {
  auto feed = Decoded::after_bootstrap();
  feed.push(
      "session-clock",
      R"({"increment":1,"startTime":"2026-06-13T14:00:00Z","tsNow":"2026-06-13T15:45:00Z","ts":"2026-06-13T15:29:00Z","elapsedTimeMillis":5340000})",
      on_the_day("15:45:00"));
  EXPECT_THAT(feed.events, IsEmpty());
}

TEST(GriiipSession, Pitfall16_TheTimeThatRemainsComesFromTheLimit) {
  Decoded feed;
  feed.bootstrap(bootstrap_text(), on_the_day("15:30:00"));
  EXPECT_EQ(feed.all<timing::Clock>()[0].remaining, 22h + 30min);
  std::string unlimited = bootstrap_text();
  unlimited.replace(unlimited.find("86400"), 5, "-1");
  Decoded other;
  other.bootstrap(unlimited, on_the_day("15:30:00"));
  EXPECT_EQ(other.all<timing::Clock>()[0].remaining, std::nullopt);
  EXPECT_EQ(other.all<timing::Session>()[0].limit, std::nullopt);
}

TEST(GriiipSession, Pitfall17_TheKindOfASessionWithoutATypeIsInItsName) {
  const std::vector<std::pair<std::string, timing::SessionKind>> rows = {{"Hyperpole LMGT3", timing::SessionKind::qualifying},
                                                                         {"Free Practice 2", timing::SessionKind::practice},
                                                                         {"Warm Up", timing::SessionKind::warmup},
                                                                         {"Race 2", timing::SessionKind::race},
                                                                         {"Prologue Morning", timing::SessionKind::test},
                                                                         {"Parade", timing::SessionKind::unknown}};
  for (const auto& [name, kind] : rows) {
    Decoded feed;
    feed.bootstrap(R"({"sessionInfo":{"sessionName":")" + name +
                       R"(","sessionType":"","startTime":"2026-06-13T14:00:00Z","isStarted":true}})",
                   on_the_day("14:01:00"));
    EXPECT_EQ(feed.all<timing::Session>()[0].kind, kind) << name;
  }
}

TEST(GriiipSession, TheSessionIsFinishedSomeTimeAfterItsFlag) {
  auto feed = Decoded::after_bootstrap();
  feed.push("race-flags", R"({"flag":"Chequered","sectorNumbers":[],"ts":"2026-06-13T15:40:00Z"})", on_the_day("15:40:00"));
  feed.on_time(on_the_day("15:45:00"));
  EXPECT_THAT(feed.all<timing::Session>(), IsEmpty());
  feed.on_time(on_the_day("15:50:00"));
  ASSERT_THAT(feed.all<timing::Session>(), SizeIs(1));
  EXPECT_EQ(feed.all<timing::Session>()[0].state, timing::SessionState::finished);
}

TEST(GriiipSession, AnUnknownChannelIsComplainedOfOnce) {
  auto feed = Decoded::after_bootstrap();
  for (int i = 0; i < 3; ++i) feed.push("brake-discs", "{}", on_the_day("15:31:00"));
  feed.push("pit-standing-start", R"({"anything":1})", on_the_day("15:31:00"));
  feed.push("car-telemetry-400101", R"({"speed":271})", on_the_day("15:31:00"));
  ASSERT_THAT(feed.problems, SizeIs(1));
  EXPECT_NE(feed.problems[0].message.find("brake-discs"), std::string::npos);
}

TEST(GriiipSession, MissingAndSentinelMembersStayUnknown) {
  auto feed = Decoded::after_bootstrap();
  for (const char* channel :
       {"ranks", "gaps", "official-rank", "laps", "sector-cross-updates", "session-info", "session-clock", "race-flags",
        "participants", "pit-in", "pit-out", "tires", "Weather", "cars-energy-tanks", "RaceLog", "cars-geo-locations"}) {
    for (const char* view :
         {"{}", "[]", "null", "5", R"({"items":[{}, null, 3]})", R"({"pid":400101})",
          R"({"pid":400101,"lapNumber":-1,"lapTimeMillis":-2,"ts":"0001-01-01T00:00:00+00:00","elapsedTimeMillis":-2})"}) {
      feed.push(channel, view, on_the_day("15:31:00"));
    }
  }
  EXPECT_THAT(feed.all<timing::Lap>(), IsEmpty());
  EXPECT_THAT(feed.all<timing::OfficialStanding>(), SizeIs(testing::Le(1)));
}

}  // namespace
}  // namespace stint::live::griiip
