#include "insight/predict/loop_times.hpp"

#include <gtest/gtest.h>

namespace stint::insight {
namespace {

// A car that laps in 100 s, sector 1 ends at 30 s, with loops at 20 and 60 s; on its last lap each point comes later.
class LoopTimesTest : public testing::Test {
 protected:
  void tell(std::int64_t at, timing::EventBody body) {
    const Step step = field_.apply({timing::instant_from_ms(at), 0, std::move(body)});
    loops_.observe(field_, step);
  }
  void loop(int lap, int index, std::int64_t since_line) {
    tell((lap - 1) * 100'000 + since_line,
         timing::Loop{.car = kCar, .lap = lap, .index = index, .since_lap_start = Millis{since_line}});
  }
  void drive(int laps) {
    for (int lap = 1; lap <= laps; ++lap) {
      loop(lap, 1, 20'000);
      tell((lap - 1) * 100'000 + 30'000, timing::Sector{kCar, lap, 1, Millis{30'000}});
      loop(lap, 2, 60'000);
      timing::Lap done;
      done.car = kCar;
      done.lap = lap;
      done.time = Millis{100'000};
      tell(lap * 100'000, done);
    }
  }
  [[nodiscard]] std::optional<double> lost() const { return loops_.lost_since_sector(field_.cars()[0], 0); }

  static inline const CarNumber kCar{"7"};
  Field field_;
  LoopTimes loops_;
};

TEST_F(LoopTimesTest, WhatIsLostAfterTheSectorsEndIsTold) {
  drive(6);
  loop(7, 1, 20'400);
  EXPECT_NEAR(*lost(), 400, 1e-6);
  tell(630'500, timing::Sector{kCar, 7, 1, Millis{30'500}});
  loop(7, 2, 61'200);
  EXPECT_NEAR(*lost(), 700, 1e-6);  // 1.2 s behind in all, of which the sector's end knew half a second
}

TEST_F(LoopTimesTest, WithoutThreeGreenLapsNothingIsTold) {
  drive(3);  // lap 1 is not green
  loop(4, 1, 20'400);
  EXPECT_FALSE(lost());
}

TEST_F(LoopTimesTest, ALoopThatWasNeverSeenBeforeTellsNothing) {
  drive(6);
  loop(7, 3, 70'000);
  EXPECT_FALSE(lost());
}

}  // namespace
}  // namespace stint::insight
