// A recorded race with race control's messages: what they imposed, and who went round behind the safety car.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "insight/rules/penalty_ledger.hpp"
#include "insight/rules/pit_entry.hpp"
#include "insight/rules/regrouping.hpp"
#include "insight/rules/rule_book.hpp"
#include "race/race.hpp"
#include "source/timing71/replay_file.hpp"

namespace stint::insight {
namespace {

using State = OwedPenalty::State;

class RecordedRaceControl : public testing::Test {
 protected:
  void SetUp() override {
    const char* data = std::getenv("STINT_DATA");
    const std::string name = "imsa_2026_detroit_timing71-replay.zip";
    std::ifstream in(std::string(data == nullptr ? "" : data) + "/live/" + name, std::ios::binary);
    if (!in) GTEST_SKIP() << "STINT_DATA names no folder with " << name;
    std::stringstream bytes;
    bytes << in.rdbuf();
    auto session = source::timing71::read_replay(bytes.str(), name);
    ASSERT_TRUE(session) << session.error().message;
    events_ = std::move(session->events);
    const auto end = race_at(std::chrono::hours{3});
    start_ = end->session.started_at.value_or(timing::Instant{});
    rules_ = rule_book_for(end->session, *RuleLibrary::built_in());
    ASSERT_FALSE(rules_.empty()) << end->session.series;
  }

  [[nodiscard]] race::SnapshotPtr race_at(timing::Millis elapsed) const {
    race::Race race;
    if (start_ == timing::Instant{}) {
      race.insert_all(events_);
      return race.snapshot();
    }
    for (const timing::Event& event : events_) {
      if (event.at <= start_ + elapsed) race.insert(event);
    }
    return race.snapshot(start_ + elapsed);
  }

  std::vector<timing::Event> events_;
  timing::Instant start_{};
  RuleBook rules_;
};

TEST_F(RecordedRaceControl, EveryPenaltyIsFoundServedWithinItsCrossings) {
  const auto end = race_at(std::chrono::hours{3});
  const LaneTimes lane = lane_times(*end);
  int served = 0, after_race = 0;
  for (const race::CarSnapshot& car : end->cars) {
    for (const OwedPenalty& penalty : penalties(car, *end, rules_, lane).penalties) {
      if (penalty.state == State::after_race) ++after_race;
      if (penalty.state != State::served) continue;
      ++served;
      EXPECT_LE(*penalty.served_lap, *penalty.serve_by_lap) << penalty.text;
      EXPECT_GT(*penalty.cost, Millis{0}) << penalty.text;
    }
  }
  EXPECT_EQ(served, 8) << "seven drive-throughs, one stop of a minute";
  EXPECT_EQ(after_race, 1);
}

TEST_F(RecordedRaceControl, ThePitsAreClosedUntilRaceControlOpensThem) {
  const auto because = [&](int seconds) {
    return pit_entry_now(*race_at(std::chrono::seconds{seconds}), "GTP", rules_).because;
  };
  EXPECT_THAT(because(100), testing::HasSubstr("open under green"));
  EXPECT_THAT(because(250), testing::HasSubstr("soon after the start"));
  EXPECT_THAT(because(540), testing::HasSubstr("race control has opened the pits"));
  EXPECT_THAT(because(4850), testing::HasSubstr("until race control opens it"));
}

// Between the two instants seven cars have won a lap back on their class leader, and no other has.
TEST_F(RecordedRaceControl, WhoGoesRoundIsSaidBeforeRaceControlSendsThem) {
  const auto before = race_at(std::chrono::seconds{4950}), after = race_at(std::chrono::seconds{5225});
  const auto laps_down = [](const race::Snapshot& race, const timing::CarNumber& number) {
    const race::CarSnapshot& car = *race.find(number);
    std::int32_t down = 0;
    for (const race::CarSnapshot& other : race.cars) {
      if (other.entry->class_name == car.entry->class_name) down = std::max(down, other.laps - car.laps);
    }
    return down;
  };
  int round = 0;
  for (const RegroupChance& chance : regrouping(*before, rules_).cars) {
    const race::CarSnapshot& car = *before->find(chance.car);
    if (!chance.eligible || car.state == race::CarState::retired) continue;
    const bool went = laps_down(*after, chance.car) < laps_down(*before, chance.car);
    EXPECT_EQ(*chance.eligible, went) << "#" << chance.car.str() << ": " << chance.because;
    round += went ? 1 : 0;
  }
  EXPECT_EQ(round, 7);
}

}  // namespace
}  // namespace stint::insight
