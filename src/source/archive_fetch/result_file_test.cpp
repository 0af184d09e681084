#include "source/archive_fetch/result_file.hpp"

#include <gtest/gtest.h>

namespace stint::source {
namespace {

const std::string kSession = "http://a.example/Results/15_2026/03_ALDER%20RING/657_FIA%20WEC/202606131600_Race/";

TEST(ResultFile, AnAddressTellsItAll) {
  const auto file = read_result_address(kSession + "24_Hour%2024/23_Analysis_Race_Hour%2024.CSV");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->season, "15_2026");
  EXPECT_EQ(file->event, "03_ALDER RING");
  EXPECT_EQ(file->series, "657_FIA WEC");
  EXPECT_EQ(file->stamp, "202606131600");
  EXPECT_EQ(file->session, "Race");
  EXPECT_EQ(file->content, ResultContent::laps);
  EXPECT_EQ(file->finality, (Finality{0, 24}));
}

TEST(ResultFile, OtherAddressesAreNone) {
  for (const char* address : {"http://a.example/", "http://a.example/Results/15_2026/03_X/657_Y/notes/a.CSV", "",
                              "http://a.example/Results/15_2026/03_X/657_Y/2026_Race/a.CSV",
                              "http://a.example/x/15/03/657/202606131600_Race/a.CSV"}) {
    EXPECT_FALSE(read_result_address(address)) << address;
  }
}

std::string best_laps(const std::vector<std::string>& names) {
  std::vector<ResultFile> files;
  for (const std::string& name : names) files.push_back(*read_result_address(kSession + name));
  const auto best = best_files(files);
  return best.empty() ? "" : best.front().name;
}

TEST(ResultFile, AmendedBeatsFinalBeatsProvisionalBeatsTheHours) {
  EXPECT_EQ(best_laps({"06_Hour%206/23_Analysis_Race_Hour%206.CSV", "Hour%2012/23_Analysis_Race.CSV",
                       "23_Analysis_Race_Provisional.CSV"}),
            "23_Analysis_Race_Provisional.CSV");
  EXPECT_EQ(best_laps({"23_Analysis_Race_Final_Amended.CSV", "23_Analysis_Race_Final.CSV", "23_Analysis_Race.CSV"}),
            "23_Analysis_Race_Final_Amended.CSV");
  EXPECT_EQ(best_laps({"23_Analysis_Race_Final.CSV", "23_Analysis_Race.CSV", "23_Analysis_Race_Provisional.CSV"}),
            "23_Analysis_Race_Final.CSV");
  EXPECT_EQ(best_laps({"9_Hour%209/23_Analysis_Race_Hour%209.CSV", "10_Hour%2010/23_Analysis_Race_Hour%2010.CSV"}),
            "23_Analysis_Race_Hour 10.CSV");
  EXPECT_EQ(best_laps({"23_AnalysisEnduranceWithSections_Race.CSV", "23_Analysis_Race_Final.CSV"}),
            "23_AnalysisEnduranceWithSections_Race.CSV");
}

TEST(ResultFile, EachContentHasItsFile) {
  std::vector<ResultFile> files;
  for (const char* name :
       {"03_Classification_Race.PDF", "03_Classification_Race.CSV", "26_Weather_Race.CSV", "23_Analysis_Race.CSV",
        "25_FlagsAnalysisWithRCMessages_Race.JSON", "05_Results%20by%20Class_Race.CSV"}) {
    files.push_back(*read_result_address(kSession + name));
  }
  const auto best = best_files(files);
  ASSERT_EQ(best.size(), 4U);
  EXPECT_EQ(best[0].name, "23_Analysis_Race.CSV");
  EXPECT_EQ(best[1].name, "03_Classification_Race.CSV");
  EXPECT_EQ(best[2].name, "26_Weather_Race.CSV");
  EXPECT_EQ(best[3].name, "25_FlagsAnalysisWithRCMessages_Race.JSON");
}

TEST(ResultFile, WordsAreFoundInAnySpelling) {
  EXPECT_TRUE(has_words("03_LE MANS", "le mans"));
  EXPECT_TRUE(has_words("6 HOURS OF SPA-FRANCORCHAMPS", "Spa"));
  EXPECT_FALSE(has_words("04_SPA", "le mans"));
  EXPECT_EQ(without_number("657_FIA WEC"), "FIA WEC");
  EXPECT_EQ(without_number("2026"), "2026");
}

}  // namespace
}  // namespace stint::source
