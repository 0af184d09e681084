#include "insight/anomaly/incident_labels.hpp"

#include <gtest/gtest.h>

#include "insight/anomaly/made_up_laps.hpp"
#include "insight/anomaly/scorecard.hpp"

namespace stint::insight {
namespace {

using timing::CarNumber;

constexpr std::int32_t kLabelledCars = 10, kLabelledLaps = 24;

IncidentLabels labels_of(const MadeUpLaps& laps) { return label_incidents(laps.events()); }

TEST(IncidentLabels, TakeALapThatIsEightPerCentSlower) {
  MadeUpLaps laps(kLabelledCars, kLabelledLaps);
  laps.lose(4, 12, 2, 7'400).lose(5, 12, 2, 6'900);  // of 90 s: 8.2 % and 7.7 %
  const IncidentLabels labels = labels_of(laps);
  ASSERT_EQ(labels.laps.size(), 1U);
  EXPECT_EQ(labels.laps.front().car, CarNumber("4"));
  EXPECT_EQ(labels.laps.front().lap, 12);
  EXPECT_NEAR(labels.laps.front().excess, 0.082, 0.002);
}

TEST(IncidentLabels, LeaveOutALapOnWhichTheClassWasAsSlow) {
  MadeUpLaps laps(kLabelledCars, kLabelledLaps);
  laps.everyone_loses(12, 2, 9'000);
  EXPECT_TRUE(labels_of(laps).laps.empty());
}

TEST(IncidentLabels, TakeALapThatIsFourPerCentSlowerBeforeALongStopOrRetirement) {
  MadeUpLaps laps(kLabelledCars, kLabelledLaps);
  for (std::int32_t car = 1; car <= kLabelledCars; ++car) laps.pit(car, 6, 60'000);
  laps.lose(4, 12, 2, 4'500).pit(4, 13, 200'000);
  laps.lose(5, 12, 2, 4'500).pit(5, 13, 170'000);  // not over twice 60 s and a minute
  laps.lose(6, 12, 2, 4'500).stop(6, 14, 1);
  const IncidentLabels labels = labels_of(laps);
  ASSERT_EQ(labels.laps.size(), 2U);
  EXPECT_EQ(labels.laps[0].car, CarNumber("4"));
  EXPECT_TRUE(labels.laps[0].cost_a_stop);
  EXPECT_EQ(labels.laps[1].car, CarNumber("6"));
  ASSERT_EQ(labels.long_stops.size(), 1U);
  EXPECT_EQ(labels.long_stops.front().in_lap, 13);
}

TEST(IncidentLabels, LeaveOutLapsThatAreNotGreen) {
  MadeUpLaps laps(kLabelledCars, kLabelledLaps);
  laps.lose(4, 12, 3, 30'000).pit(4, 12, 60'000).lose(4, 1, 2, 30'000);
  EXPECT_TRUE(labels_of(laps).laps.empty());
}

TEST(IncidentLabels, TellARetirementOnTheTrackFromOneInThePits) {
  MadeUpLaps laps(kLabelledCars, kLabelledLaps);
  laps.stop(4, 13, 2).pit(5, 12, 60'000).stop(5, 13, 1);
  const IncidentLabels labels = labels_of(laps);
  ASSERT_EQ(labels.retirements.size(), 2U);
  EXPECT_TRUE(labels.retirements[0].on_track);
  EXPECT_EQ(labels.retirements[0].laps, 12);
  EXPECT_FALSE(labels.retirements[1].on_track);
}

TEST(AlarmScore, CountsWhatWasToldInTimeAndWhatWasFalse) {
  MadeUpLaps laps(kLabelledCars, kLabelledLaps);
  laps.lose(4, 12, 2, 12'000).stop(6, 14, 1);
  const AlarmScore score = score_alarms(laps.events());
  EXPECT_EQ(score.at_lap_end.wanted, 1U);
  EXPECT_EQ(score.at_lap_end.told, 1U);
  EXPECT_EQ(score.confirmed.told, 1U);
  EXPECT_EQ(score.retirements.wanted, 1U);
  EXPECT_EQ(score.retirements.told, 1U);
  EXPECT_EQ(score.at_lap_end.false_alarms + score.confirmed.false_alarms + score.retirements.false_alarms, 0U);
  EXPECT_DOUBLE_EQ(score.at_lap_end.f1(), 1);
}

}  // namespace
}  // namespace stint::insight
