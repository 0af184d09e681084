#include <gtest/gtest.h>

#include "race/race.hpp"
#include "source/live/timing71/timing71.hpp"

namespace stint::live::timing71 {
namespace {

TEST(Timing71Relay, StatesBecomeARaceAndAReconnectTellsNothingTwice) {
  auto adapter = *kTiming71Source.make({.base_url = "t71://127.0.0.1:24771"});
  Reaction reaction;
  const auto now = timing::instant_from_ms(1'780'000'000'000);
  adapter->start(now, reaction);
  EXPECT_EQ(std::get<net::OpenSocket>(reaction.asks.at(0)).url, "ws://127.0.0.1:24771/");
  const auto send = [&](const char* text) {
    adapter->on_frame({.arrived_at = now, .kind = net::FrameKind::text, .stream = "relay", .bytes = text}, reaction);
  };
  const char* manifest =
      R"({"type":"MANIFEST_UPDATE","manifest":{"uuid":"u","name":"Example","description":"Example - Race","version":1,"colSpec":[["Num","text"],["State","text"],["Laps","numeric"],["Last","laptime"]]}})";
  const char* lap =
      R"({"type":"STATE_UPDATE","state":{"cars":[["07","RUN",1,[90.5,"sb"]]],"session":{"flagState":"green","timeElapsed":91},"messages":[],"lastUpdated":1780000091000}})";
  send(R"({"type":"MANIFEST_UPDATE","manifest":{}})");
  send(R"({"type":"STATE_UPDATE","state":{}})");
  send(R"({"type":"ANALYSIS_STATE","data":{}})");
  EXPECT_TRUE(reaction.events.empty());
  EXPECT_TRUE(reaction.problems.empty());
  send(manifest);
  send(
      R"({"type":"STATE_UPDATE","state":{"cars":[["07","RUN",0,["",""]]],"session":{"flagState":"green","timeElapsed":1},"messages":[],"lastUpdated":1780000001000}})");
  send(lap);
  EXPECT_TRUE(reaction.timing_seen);
  race::Race race;
  for (const auto& event : reaction.events) race.insert(event);
  ASSERT_EQ(race.snapshot()->cars.size(), 1U);
  EXPECT_EQ(race.snapshot()->cars[0].elapsed, timing::Millis{90'500});
  reaction = {};
  adapter->on_frame({.arrived_at = now, .kind = net::FrameKind::closed, .stream = "relay", .status = 1006}, reaction);
  EXPECT_TRUE(reaction.rebuild);
  reaction = {};
  adapter->start(now, reaction);
  send(manifest);
  send(lap);
  EXPECT_TRUE(reaction.events.empty());
  send("nonsense");
  EXPECT_EQ(reaction.problems.size(), 1U);
}

}  // namespace
}  // namespace stint::live::timing71
