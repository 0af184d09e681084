#include "source/archive_fetch/results_archive.hpp"

#include <gtest/gtest.h>

#include <map>

namespace stint::source {
namespace {

constexpr const char* kBase = "http://archive.example";

std::string link(const std::string& target) { return "<a href=\"" + target + "\">file</a>\n"; }

std::string portal_page(const std::string& event) {
  const std::string at = "Results/15_2026/" + event + "/657_FIA WEC/";
  return "<select name=season><option value='14_2025'>2025<option value='15_2026'>2026</select><select name='evvent'><option>-"
         "<option value='02_ALDER RING'>x<option value='03_BIRCH PARK'>y</select>" +
         link(at + "202606131600_Race/23_Analysis_Race.CSV") + link(at + "202606131600_Race/03_Classification_Race.CSV") +
         link(at + "202606121100_Free Practice 1/23_Analysis_Free Practice 1.CSV") +
         link("Results/15_2026/" + event + "/658_Support Cup/202606121300_Race/23_Analysis_Race.CSV");
}

class ArchiveOf {
 public:
  explicit ArchiveOf(std::map<std::string, std::string> pages) : pages_(std::move(pages)) {}
  ResultsArchive::GetPage getter() {
    return [this](const std::string& address) -> Result<std::string> {
      asked_.push_back(address);
      const auto found = pages_.find(address);
      if (found == pages_.end()) return fail(ErrorCode::file_unreadable, address + " is not there");
      return found->second;
    };
  }
  const std::vector<std::string>& asked() const { return asked_; }

 private:
  std::map<std::string, std::string> pages_;
  std::vector<std::string> asked_;
};

const std::string kOfAlder = std::string(kBase) + "/?season=15_2026&evvent=02_ALDER%20RING";

TEST(ResultsArchive, GoesFromAYearAndAnEventToTheFilesOfAPortal) {
  ArchiveOf pages({{std::string(kBase) + "/", portal_page("03_BIRCH PARK")},
                   {std::string(kBase) + "/?season=15_2026", portal_page("03_BIRCH PARK")},
                   {kOfAlder, portal_page("02_ALDER RING")}});
  ResultsArchive archive(*find_archive_site("wec", 2026), kBase, pages.getter());
  const auto season = choose_season(*archive.seasons(), 2026);
  ASSERT_TRUE(season) << season.error().message;
  EXPECT_EQ(*season, "15_2026");
  const auto event = choose_event(*archive.events(*season), "alder");
  ASSERT_TRUE(event) << event.error().message;
  const auto sessions = archive.sessions(*season, *event);
  ASSERT_TRUE(sessions) << sessions.error().message;
  ASSERT_EQ(sessions->size(), 2U) << "of the series itself";
  EXPECT_EQ(sessions->front().name, "Free Practice 1") << "in order of time";
  const auto race = choose_session(*sessions, "race");
  ASSERT_TRUE(race);
  const auto files = archive.files(*race);
  ASSERT_EQ(files->size(), 2U);
  EXPECT_EQ(files->front().address,
            std::string(kBase) + "/Results/15_2026/02_ALDER%20RING/657_FIA%20WEC/202606131600_Race/23_Analysis_Race.CSV");
  EXPECT_EQ(local_name("wec", 2026, *event, files->front()), "wec_2026_alder-ring_race_analysis.csv");
}

TEST(ResultsArchive, AnotherEventsCachedPageIsNotBelieved) {
  ArchiveOf pages({{kOfAlder, portal_page("03_BIRCH PARK")},
                   {std::string(kBase) + "/?evvent=02_ALDER%20RING&season=15_2026", portal_page("02_ALDER RING")}});
  ResultsArchive archive(*find_archive_site("wec", 2026), kBase, pages.getter());
  const auto sessions = archive.sessions("15_2026", "02_ALDER RING");
  ASSERT_TRUE(sessions) << sessions.error().message;
  EXPECT_EQ(sessions->front().files.front().event, "02_ALDER RING");
  EXPECT_EQ(pages.asked().size(), 2U);
}

TEST(ResultsArchive, APageThatIsAlwaysAnotherEventsIsAnError) {
  const std::string wrong = portal_page("03_BIRCH PARK");
  ArchiveOf pages(
      {{kOfAlder, wrong}, {kOfAlder + "&", wrong}, {std::string(kBase) + "/?evvent=02_ALDER%20RING&season=15_2026", wrong}});
  ResultsArchive archive(*find_archive_site("wec", 2026), kBase, pages.getter());
  const auto sessions = archive.sessions("15_2026", "02_ALDER RING");
  ASSERT_FALSE(sessions);
  EXPECT_NE(sessions.error().message.find("03_BIRCH PARK"), std::string::npos) << sessions.error().message;
}

TEST(ResultsArchive, DescendsIntoListingsAsFarAsNeeded) {
  const std::string root = std::string(kBase) + "/Results/";
  const std::string event = root + "26_2026/05_Birch%20Park/";
  const std::string series = event + "01_IMSA%20WeatherTech%20SportsCar%20Championship/";
  const std::string race = series + "202605301540_Race/";
  const std::string up = link("../") + link("?C=N;O=D");
  ArchiveOf pages(
      {{root, up + link("25_2025/") + link("26_2026/")},
       {root + "26_2026/", up + link("05_Birch%20Park/")},
       {event, up + link("01_IMSA%20WeatherTech%20SportsCar%20Championship/") + link("02_Other%20Cup/")},
       {series, up + link("202605291200_Practice%201/") + link("202605301540_Race/")},
       {race, up + link("03_Results_Race_Official.CSV") + link("01_Hour%201/") + link("02_Hour%202/") + link("10_Hour%2010/")},
       {race + "10_Hour%2010/", up + link("23_AnalysisEnduranceWithSections_Race_Hour%2010.CSV")}});
  ResultsArchive archive(*find_archive_site("imsa", 2026), kBase, pages.getter());
  EXPECT_EQ(*archive.seasons(), (std::vector<std::string>{"25_2025", "26_2026"}));
  EXPECT_EQ(*archive.events("26_2026"), (std::vector<std::string>{"05_Birch Park"}));
  const auto sessions = archive.sessions("26_2026", "05_Birch Park");
  ASSERT_TRUE(sessions) << sessions.error().message;
  const auto files = archive.files(*choose_session(*sessions, "Race"));
  ASSERT_TRUE(files) << files.error().message;
  ASSERT_EQ(files->size(), 2U);
  EXPECT_EQ(files->front().finality, (Finality{0, 10}));
  EXPECT_EQ(pages.asked().size(), 6U) << "no other hour was looked into";
}

TEST(ResultsArchive, SaysWhatThereIsWhenNothingFits) {
  EXPECT_EQ(*choose_season({"08_2018-2019", "09_2019-2020", "10_2021"}, 2018), "08_2018-2019");
  EXPECT_NE(choose_season({"15_2026"}, 1999).error().message.find("15_2026"), std::string::npos);
  EXPECT_NE(choose_event({"01_A ONE", "02_A TWO"}, "a").error().message.find("several"), std::string::npos);
  EXPECT_NE(choose_event({"01_A ONE"}, "b").error().message.find("01_A ONE"), std::string::npos);
  const std::vector<ArchivedSession> two = {{"", "1", "Race 1", "", {}}, {"", "2", "Race 2", "", {}}};
  EXPECT_NE(choose_session(two, "Race").error().message.find("Race 1, Race 2"), std::string::npos);
  EXPECT_EQ(choose_session(two, "race 2")->name, "Race 2");
  EXPECT_EQ(find_archive_site("wec", std::nullopt)->series, "wec");
  EXPECT_EQ(find_archive_site("imsa", 2019)->layout, ArchiveLayout::portal);
  EXPECT_EQ(find_archive_site("none", 2019), nullptr);
}

}  // namespace
}  // namespace stint::source
