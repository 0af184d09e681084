#include "insight/predict/labels.hpp"

#include <gtest/gtest.h>

#include "insight/predict/made_up_race.hpp"

namespace stint::insight {
namespace {

Field driven(std::span<const timing::Event> events) {
  Field field;
  for (const timing::Event& event : events) field.apply(event);
  return field;
}

TEST(LabelsTest, LapsInThePitLaneUnderYellowAndTheFirstAreNotGreen) {
  const Field field = driven(made_up_race());
  const auto labels = label_laps(field);
  int green = 0;
  for (std::size_t c = 0; c < labels.size(); ++c) {
    const FieldCar& car = field.cars()[c];
    ASSERT_EQ(labels[c].size(), car.laps.size());
    EXPECT_FALSE(labels[c][0].flying);
    for (std::size_t i = 1; i < labels[c].size(); ++i) {
      const LapRecord& lap = car.laps[i];
      EXPECT_EQ(labels[c][i].flying, !lap.in_lap && !lap.out_lap);
      const bool yellow = lap.flag_at_end == FlagKind::fcy || lap.flag_at_start == FlagKind::fcy;
      EXPECT_EQ(labels[c][i].green, labels[c][i].flying && !yellow);
      green += labels[c][i].green ? 1 : 0;
    }
  }
  EXPECT_GT(green, 250);
}

TEST(LabelsTest, ALapNeutralisedInTheMiddleIsGreenButNotCalm) {
  auto events = made_up_race();
  // The caution is no longer published: only the others' pace tells.
  for (timing::Event& event : events) {
    if (auto* lap = std::get_if<timing::Lap>(&event.body)) lap->flag = FlagKind::green;
    if (auto* flag = std::get_if<timing::Flag>(&event.body)) flag->kind = FlagKind::green;
  }
  const Field field = driven(events);
  const auto labels = label_laps(field);
  int slow = 0;
  for (std::size_t c = 0; c < labels.size(); ++c) {
    for (std::size_t i = 1; i < labels[c].size(); ++i) {
      if (!labels[c][i].green || !labels[c][i].level_ms) continue;
      const double ratio = static_cast<double>(timing::count_ms(*field.cars()[c].laps[i].time)) / *labels[c][i].level_ms;
      if (ratio < 1.3) continue;
      // The others' laps must have ended well within it to tell.
      if (field.cars()[c].laps[i].ended_at > timing::instant_from_ms(1'900'000)) continue;
      ++slow;
      EXPECT_FALSE(labels[c][i].calm) << "car " << c << " lap " << i + 1;
    }
  }
  EXPECT_GT(slow, 20);
}

TEST(LabelsTest, ACleanLapIsCalmAndWithinSevenPerCentOfBase) {
  auto events = made_up_race();
  for (timing::Event& event : events) {
    auto* lap = std::get_if<timing::Lap>(&event.body);
    if (lap != nullptr && lap->car.view() == "1" && lap->lap == 12) lap->time = *lap->time * 109 / 100;
  }
  const Field field = driven(events);
  const auto labels = label_laps(field);
  EXPECT_TRUE(labels[0][11].calm);
  EXPECT_FALSE(labels[0][11].clean);
  EXPECT_TRUE(labels[0][10].clean);
  ASSERT_TRUE(labels[0][10].base_ms);
  EXPECT_NEAR(*labels[0][10].base_ms, 90'400, 600);
}

}  // namespace
}  // namespace stint::insight
