// Timing loops between sector ends: where a car was last, and where on the lap each loop is.
#include <gtest/gtest.h>

#include "race/race.hpp"

namespace stint::race {
namespace {

using timing::instant_from_ms;

class Loops : public testing::Test {
 protected:
  void at(std::int64_t ms, timing::EventBody body) { race_.insert({instant_from_ms(ms), 0, std::move(body)}); }
  void loop(std::int64_t ms, std::int32_t lap, std::int32_t index, std::int64_t since) {
    at(ms, timing::Loop{CarNumber("7"), lap, index, Millis{since}});
  }
  CarSnapshot car() { return *race_.snapshot()->find(CarNumber("7")); }

  Race race_;
};

TEST_F(Loops, AreKnownUntilTheNextSectorEndOrLine) {
  loop(10'000, 1, 1, 10'000);
  ASSERT_TRUE(car().loop);
  EXPECT_EQ(car().loop->index, 1);
  EXPECT_EQ(car().loop->at, instant_from_ms(10'000));
  at(30'000, timing::Sector{CarNumber("7"), 1, 1, Millis{30'000}});
  EXPECT_FALSE(car().loop) << "the sector end is newer";
  loop(50'000, 1, 2, 50'000);
  EXPECT_EQ(car().loop->index, 2);
  timing::Lap lap;
  lap.car = CarNumber("7");
  lap.lap = 1;
  lap.time = Millis{90'000};
  at(90'000, lap);
  EXPECT_FALSE(car().loop);
}

TEST_F(Loops, OfAnotherLapOrBeforeTheLastOneChangeNothing) {
  loop(50'000, 1, 2, 50'000);
  loop(51'000, 3, 4, 4'000);
  loop(52'000, 1, 1, 52'000);
  EXPECT_EQ(car().loop->index, 2);
  EXPECT_EQ(car().loop->at, instant_from_ms(50'000));
}

TEST_F(Loops, HaveTheLeastTimeThatAnyCarTookToThem) {
  loop(12'000, 1, 1, 12'000);
  at(13'000, timing::Loop{CarNumber("8"), 1, 1, Millis{11'000}});
  loop(50'000, 1, 3, 50'000);
  const auto bests = race_.snapshot()->loop_bests;
  ASSERT_EQ(bests.size(), 3U);
  EXPECT_EQ(bests[0], Millis{11'000});
  EXPECT_EQ(bests[1], std::nullopt);
  EXPECT_EQ(bests[2], Millis{50'000});
}

TEST_F(Loops, APlaceThatTheFeedGivesIsDated) {
  at(5'000, timing::Position{CarNumber("7"), 0.25, {}, {}});
  EXPECT_EQ(car().track_position->fraction, 0.25);
  EXPECT_EQ(car().track_position_at, instant_from_ms(5'000));
}

}  // namespace
}  // namespace stint::race
