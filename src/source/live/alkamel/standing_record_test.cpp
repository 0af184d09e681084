#include "source/live/alkamel/standing_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::live::alkamel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using timing::Millis;

TEST(StandingRecord, ReadsTheFieldsOfDataThatAreKnown) {
  const auto record = read_data_text("2;023;CLASSIFIED;2;41;1;150.200;1785164399004;BOX;42;");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->position, 2);
  EXPECT_EQ(record->car.view(), "023");
  EXPECT_EQ(record->classification, Classification::classified);
  EXPECT_EQ(record->laps, 41);
  EXPECT_EQ(record->current_lap, 42);
  EXPECT_EQ(record->status, TrackStatus::box);
  EXPECT_EQ(record->lap_start, timing::instant_from_ms(1'785'164'399'004));
}

TEST(StandingRecord, AShortTextLeavesTheRestUnknown) {
  const auto record = read_data_text("4;31;");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->position, 4);
  EXPECT_EQ(record->laps, std::nullopt);
  EXPECT_EQ(record->status, TrackStatus::unknown) << "a text that is cut says nothing about the pits";
  EXPECT_FALSE(read_data_text("4"));
  EXPECT_FALSE(read_data_text(""));
  EXPECT_FALSE(read_data_text(";;;;;;;;;;"));
}

TEST(StandingRecord, WithoutEitherWordTheCarStandsInThePits) {
  const auto record = read_data_text("4;31;;4;10;0;;1785164399004;;11;");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->status, TrackStatus::box);
}

TEST(StandingRecord, SectorsThatAreNotSetOrStaleAreLeftOut) {
  std::vector<SectorText> sectors;
  read_sector_text("1;20091;true;false;false;false;2;0;false;false;false;false;3;26562;false;false;false;true;", sectors);
  EXPECT_THAT(sectors, ElementsAre(SectorText{1, Millis{20'091}, timing::BestMark::personal}));
  read_sector_text("1;20091;true;true;true;false;2;22989;false;false;true;false;3;", sectors);
  EXPECT_THAT(sectors, ElementsAre(SectorText{1, Millis{20'091}, timing::BestMark::overall},
                                   SectorText{2, Millis{22'989}, timing::BestMark::in_class}));
  read_sector_text("nonsense", sectors);
  EXPECT_THAT(sectors, IsEmpty());
}

TEST(StandingRecord, LoopsMayBeMissing) {
  std::vector<LoopText> loops;
  read_loop_text("1;4967;3;20091;8;", loops);
  EXPECT_THAT(loops, ElementsAre(LoopText{1, Millis{4967}}, LoopText{3, Millis{20'091}}));
}

}  // namespace
}  // namespace stint::live::alkamel
