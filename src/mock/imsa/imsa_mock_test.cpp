#include "mock/imsa/imsa_mock.hpp"

#include <gtest/gtest.h>

#include "mock/imsa/scoring_text.hpp"
#include "mock/memory_transport.hpp"
#include "mock/test_race.hpp"

namespace stint::mock::imsa {
namespace {

using namespace std::chrono_literals;

class ImsaMockTest : public ::testing::Test {
 protected:
  void play(const FaultSet& faults = {}) {
    RaceScript script = test_script(20min, 6);
    starts = script.start();
    ends = script.ends();
    plan = FaultPlan(faults, 3, script.begins(), ends);
    mock = std::make_unique<ImsaMock>(std::move(script), plan);
    transport = std::make_unique<MemoryTransport>(*mock);
  }

  net::Frame get(timing::Instant at, const std::string& target, bool if_changed = false) {
    transport->advance(at);
    net::Fetch fetch{target, "http://imsa.example/" + target};
    fetch.if_changed = if_changed;
    transport->ask(fetch);
    return transport->take().back();
  }

  std::unique_ptr<ImsaMock> mock;
  std::unique_ptr<MemoryTransport> transport;
  FaultPlan plan;
  timing::Instant starts{}, ends{};
};

TEST_F(ImsaMockTest, ServesTheTrioAsJsonAndAsJsonp) {
  play();
  const auto at = starts + 10min;
  EXPECT_TRUE(get(at, "RaceResults_JSONP.json").bytes.starts_with("{"));
  EXPECT_TRUE(get(at, "RaceResults_JSONP.json?callback=cb&_=1").bytes.starts_with("cb({"));
  EXPECT_NE(get(at, "RaceData_JSONP.json").bytes.find(R"("C":"1")"), std::string::npos);
  EXPECT_NE(get(at, "SessionInfo_JSONP.json").bytes.find(R"("TT":"00:10:00")"), std::string::npos);
}

TEST_F(ImsaMockTest, UnchangedFileIsNotSentAgain) {
  play();
  EXPECT_EQ(get(starts + 10min, "RaceResults_JSONP.json", true).status, 200);
  EXPECT_EQ(get(starts + 10min, "RaceResults_JSONP.json", true).status, 304);
  EXPECT_EQ(get(starts + 12min, "RaceResults_JSONP.json", true).status, 200);
}

TEST_F(ImsaMockTest, PlaceholderBeforeTheStart) {
  play();
  EXPECT_NE(get(starts - 1min, "RaceResults_JSONP.json").bytes.find(R"("B":[])"), std::string::npos);
}

TEST_F(ImsaMockTest, PlaceholderLeadsToTheNextSession) {
  FaultSet faults;
  faults.add(Fault::rollover);
  play(faults);
  EXPECT_NE(get(ends + 70s, "RaceData_JSONP.json").bytes.find("Session Complete"), std::string::npos);
  EXPECT_NE(get(ends + 2min, "RaceResults_JSONP.json").bytes.find("Practice 1"), std::string::npos);
}

TEST_F(ImsaMockTest, StalledFilesStayTheSame) {
  FaultSet faults;
  faults.add(Fault::stall);
  play(faults);
  const Episode stall = plan.episodes(Fault::stall).front();
  const std::string before = get(stall.from + 1s, "RaceResults_JSONP.json").bytes;
  EXPECT_EQ(get(stall.from + 2min, "RaceResults_JSONP.json").bytes, before);
}

TEST_F(ImsaMockTest, StrangersHaveNoClass) {
  FaultSet faults;
  faults.add(Fault::cars);
  play(faults);
  EXPECT_NE(get(plan.episodes(Fault::cars).front().from + 1s, "RaceResults_JSONP.json").bytes.find(R"("N":"Tx)"),
            std::string::npos);
}

TEST(ScoringTextTest, WritesTimesAsTheScreenDoes) {
  EXPECT_EQ(lap_text(timing::Millis{69'962}), "1:09.962");
  EXPECT_EQ(lap_text(std::nullopt), "--.---");
  EXPECT_EQ(gap_text({.time = timing::Millis{844}}, false), "0.844");
  EXPECT_EQ(gap_text({.time = std::nullopt, .laps = 2}, false), "2 laps");
  EXPECT_EQ(day_time_text(kTestStart), "2:00:00 PM");
  EXPECT_EQ(encoded_twice("\xc3\xa9"), "\xc3\x83\xc2\xa9");
}

}  // namespace
}  // namespace stint::mock::imsa
