#include "source/archive/session_title.hpp"

#include <gtest/gtest.h>

namespace stint::source::archive {
namespace {

using timing::SessionKind;

TEST(SessionTitle, ReadsSeriesYearEventAndSession) {
  const SessionTitle title = title_from_file_name("imsa_2024_road-atlanta_race-laps.csv");
  EXPECT_EQ(title.id, "imsa-2024-road-atlanta-race");
  EXPECT_EQ(title.series, "IMSA");
  EXPECT_EQ(title.event, "Road Atlanta 2024");
  EXPECT_EQ(title.name, "Race");
  EXPECT_EQ(title.track, "Road Atlanta");
  EXPECT_EQ(title.kind, SessionKind::race);
  EXPECT_EQ(title.limit, std::nullopt);
  EXPECT_TRUE(title.distinct);
}

TEST(SessionTitle, TakesTheLengthOfTheRaceFromTheEvent) {
  const SessionTitle title = title_from_file_name("wec_2024_lemans24h_analysis.csv");
  EXPECT_EQ(title.id, "wec-2024-lemans24h");
  EXPECT_EQ(title.event, "24 Hours of Le Mans 2024");
  EXPECT_EQ(title.name, "Race");
  EXPECT_EQ(title.kind, SessionKind::race);
  EXPECT_EQ(title.limit, std::chrono::hours{24});
  EXPECT_EQ(title_from_file_name("imsa_2021_6h-watkins-glen-international_race-laps.csv").limit, std::chrono::hours{6});
  EXPECT_EQ(title_from_file_name("imsa_2021_weathertech-240-wgi_race-laps.csv").limit, std::nullopt);
  EXPECT_EQ(title_from_file_name("imsa_2021_roar-before-the-24_r24h-qualifying-race-laps.csv").limit, std::nullopt);
}

TEST(SessionTitle, TheLastSessionWordDecidesTheKind) {
  EXPECT_EQ(title_from_file_name("imsa_2021_roar-before-the-24_r24h-qualifying-race-laps.csv").kind, SessionKind::race);
  EXPECT_EQ(title_from_file_name("imsa_2024_road-atlanta_qualifying-laps.csv").kind, SessionKind::qualifying);
  const SessionTitle practice = title_from_file_name("imsa_2024_road-atlanta_practice-3-laps.csv");
  EXPECT_EQ(practice.kind, SessionKind::practice);
  EXPECT_EQ(practice.name, "Practice 3");
}

TEST(SessionTitle, ReadsASessionWithinTheEvent) {
  const SessionTitle title = title_from_file_name("grcup_2025_cota-race1_analysis-with-sections.csv");
  EXPECT_EQ(title.id, "grcup-2025-cota-race1");
  EXPECT_EQ(title.event, "COTA 2025");
  EXPECT_EQ(title.name, "Race 1");
  EXPECT_EQ(title.kind, SessionKind::race);
}

TEST(SessionTitle, AReEncodedCopyHasItsOwnId) {
  EXPECT_EQ(title_from_file_name("wec_2019_spa6h_analysis_pandas-reencoded.csv").id, "wec-2019-spa6h-pandas-reencoded");
}

TEST(SessionTitle, ReadsTheTimingCompanysOwnNames) {
  const SessionTitle title = title_from_file_name("23_Time Cards_Race.CSV");
  EXPECT_EQ(title.kind, SessionKind::race);
  EXPECT_EQ(title.name, "Race");
  EXPECT_EQ(title.series, "");
  EXPECT_FALSE(title.distinct);
}

TEST(SessionTitle, InventsNothingForAnotherName) {
  const SessionTitle title = title_from_file_name("stopwatch of Sunday.csv");
  EXPECT_EQ(title.id, "stopwatch-of-sunday");
  EXPECT_EQ(title.kind, SessionKind::unknown);
  EXPECT_EQ(title.series, "");
  EXPECT_EQ(title.event, "");
  EXPECT_EQ(title.track, "");
}

TEST(FileStem, KeepsTheSeparatorOfTheContentWord) {
  const FileStem laps = split_file_name("imsa_2024_road-atlanta_race-laps.csv");
  EXPECT_EQ(laps.stem, "imsa_2024_road-atlanta_race");
  EXPECT_EQ(laps.separator, '-');
  const FileStem sections = split_file_name("grcup_2025_cota-race1_analysis-with-sections.csv");
  EXPECT_EQ(sections.stem, "grcup_2025_cota-race1");
  EXPECT_EQ(sections.separator, '_');
  EXPECT_EQ(split_file_name("lapsang_souchong.csv").separator, 0);
}

}  // namespace
}  // namespace stint::source::archive
