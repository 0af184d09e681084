#include "insight/field/field.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace stint::insight {
namespace {

using timing::instant_from_ms;

constexpr Millis kLap{100'000};

// One car's race, told event by event.
class FieldTest : public ::testing::Test {
 protected:
  Step tell(std::int64_t at_ms, timing::EventBody body) { return field_.apply({instant_from_ms(at_ms), 0, std::move(body)}); }

  void enter(const char* car, const char* class_name) {
    timing::Entry entry;
    entry.car = CarNumber(car);
    entry.class_name = class_name;
    entry.drivers = {{DriverId("1"), "A. First", "", "gold", ""}, {DriverId("2"), "B. Second", "", "bronze", ""}};
    tell(0, std::move(entry));
  }

  // The next lap of car 7, `time` long.
  Step drive(Millis time, bool in_lap = false, bool out_lap = false, FlagKind flag = FlagKind::green) {
    clock_ += time;
    timing::Lap lap;
    lap.car = CarNumber("7");
    lap.lap = ++lap_;
    lap.time = time;
    lap.driver = driver_;
    lap.flag = flag;
    lap.in_lap = in_lap;
    lap.out_lap = out_lap;
    const Step step = tell(clock_.count(), lap);
    if (in_lap) tell(clock_.count(), timing::PitIn{CarNumber("7"), lap_});
    return step;
  }
  const FieldCar& car() const { return *field_.find(CarNumber("7")); }

  Field field_;
  Millis clock_{0};
  std::int32_t lap_ = 0;
  DriverId driver_{"1"};
};

TEST_F(FieldTest, BaseIsTheMedianOfTheDriversLastFiveGreenLaps) {
  drive(kLap * 2);  // lap 1 is none
  EXPECT_EQ(car().base(), std::nullopt);
  for (const int extra : {0, 900, 100, 300, 200, 400}) drive(kLap + Millis{extra});
  EXPECT_EQ(car().base(), 100'300);
}

TEST_F(FieldTest, BaseOfANewStintIsTheCarsUntilThreeLapsAreDriven) {
  drive(kLap);
  for (int i = 0; i < 5; ++i) drive(kLap);
  drive(kLap, true);
  driver_ = DriverId("2");
  drive(kLap * 2, false, true);
  drive(kLap + Millis{2000});
  drive(kLap + Millis{2000});
  EXPECT_EQ(car().base(), 100'000) << "three of the car's last five laps are the first driver's";
  drive(kLap + Millis{2000});
  EXPECT_EQ(car().base(), 102'000);
  EXPECT_EQ(car().laps_in_stint(), 4);
}

TEST_F(FieldTest, WithoutFlagsASlowLapIsNoneOfTheBase) {
  for (int i = 0; i < 8; ++i) drive(kLap, false, false, FlagKind::none);
  for (int i = 0; i < 5; ++i) drive(kLap * 3 / 2, false, false, FlagKind::none);
  EXPECT_EQ(car().base(), 100'000);
  drive(kLap * 21 / 20, false, false, FlagKind::none);
  EXPECT_EQ(car().green_laps, 8);
}

TEST_F(FieldTest, LapsUnderYellowAndInThePitLaneAreNotGreen) {
  drive(kLap);
  drive(kLap);
  drive(kLap, false, false, FlagKind::fcy);
  drive(kLap);  // began under yellow
  EXPECT_EQ(car().green_laps, 1);
  drive(kLap, true);
  drive(kLap * 2);  // the lap after an in-lap is an out-lap, though the feed does not say so
  EXPECT_TRUE(car().laps.back().out_lap);
  EXPECT_EQ(car().green_laps, 1);
  drive(kLap);
  EXPECT_EQ(car().green_laps, 2);
}

TEST_F(FieldTest, ALapAlreadyCompletedChangesNothing) {
  drive(kLap);
  drive(kLap);
  timing::Lap again;
  again.car = CarNumber("7");
  again.lap = 1;
  again.time = Millis{1};
  EXPECT_EQ(tell(clock_.count() + 10, again).kind, Step::Kind::other);
  EXPECT_EQ(car().laps_completed(), 2);
}

TEST_F(FieldTest, SectorsOfTheLapUnderWayAreHeldUntilTheLine) {
  drive(kLap);
  EXPECT_EQ(tell(130'000, timing::Sector{CarNumber("7"), 2, 1, Millis{30'000}}).kind, Step::Kind::sector);
  EXPECT_EQ(car().now.last_sector, 1);
  EXPECT_EQ(car().last->sector, 1);
  EXPECT_EQ(car().last->at, instant_from_ms(130'000));
  drive(kLap);
  EXPECT_EQ(car().now.last_sector, 0);
  EXPECT_EQ(car().laps.back().sector_ended_at(0), instant_from_ms(130'000));
  EXPECT_EQ(car().usual_sector(0), 30'000);
}

TEST_F(FieldTest, AStopIsEnteredAndLeft) {
  drive(kLap);
  drive(kLap, true);
  EXPECT_TRUE(car().in_lane);
  EXPECT_EQ(car().stops, 1);
  EXPECT_EQ(tell(clock_.count() + 40'000, timing::PitOut{CarNumber("7"), 3, Millis{50'000}}).kind, Step::Kind::pit_out);
  EXPECT_FALSE(car().in_lane);
  EXPECT_EQ(car().last_lane_time, Millis{50'000});
  drive(kLap * 2);
  EXPECT_EQ(car().stint_first_lap, 3);
  drive(kLap, true);
  EXPECT_EQ(car().stops, 2);
}

TEST_F(FieldTest, AStopWhollyBeforeTheLineLeavesTheNextLapAFlyingOne) {
  drive(kLap);
  tell(180'000, timing::PitIn{CarNumber("7"), 2});
  tell(195'000, timing::PitOut{CarNumber("7"), 2, std::nullopt});
  drive(kLap);
  EXPECT_TRUE(car().laps.back().in_lap);
  EXPECT_TRUE(car().laps.back().out_lap);
  drive(kLap);
  EXPECT_TRUE(car().laps.back().is_green());
}

TEST_F(FieldTest, PaceOfAClassIsItsLapsAgainstTheCarsOwnLevel) {
  enter("7", "GT");
  for (int i = 0; i < 6; ++i) drive(kLap);
  drive(kLap + Millis{4000});
  const FieldClass& group = field_.class_of(car());
  ASSERT_EQ(group.pace.size(), 1U) << "the level needs five laps, lap 1 not counted";
  EXPECT_DOUBLE_EQ(group.pace.reading(0).ratio, 1.04);
  EXPECT_EQ(group.pace.median_since(instant_from_ms(0), 0, 1, true), std::nullopt) << "its own lap is left out";
  EXPECT_EQ(group.pace.median_since(instant_from_ms(0), 1, 1, true), 1.04);
  EXPECT_EQ(group.pace.median_since(instant_from_ms(clock_.count()), 1, 1, true), std::nullopt);
}

TEST_F(FieldTest, GreenSinceIsTheEndOfTheLastNeutralisation) {
  tell(0, timing::Flag{timing::FlagScope::track, 0, FlagKind::green});
  EXPECT_EQ(field_.green_since(), std::nullopt);
  tell(1000, timing::Flag{timing::FlagScope::track, 0, FlagKind::fcy});
  EXPECT_EQ(field_.green_since(), std::nullopt);
  tell(2000, timing::Flag{timing::FlagScope::track, 0, FlagKind::green});
  tell(3000, timing::Flag{timing::FlagScope::track, 0, FlagKind::chequered});
  EXPECT_EQ(field_.green_since(), instant_from_ms(2000));
}

TEST_F(FieldTest, ACopyGoesItsOwnWay) {
  drive(kLap);
  field_.freeze();
  const Field before = field_;
  drive(kLap);
  EXPECT_EQ(before.find(CarNumber("7"))->laps_completed(), 1);
  EXPECT_EQ(car().laps_completed(), 2);
}

}  // namespace
}  // namespace stint::insight
