#include "source/archive/archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "timing/event_names.hpp"

namespace stint::source {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using timing::count_ms;
using timing::event_as;
using timing::FlagKind;

constexpr std::string_view kLapHeader =
    "NUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; CROSSING_FINISH_LINE_IN_PIT; S1; S2; S3; ELAPSED; "
    "HOUR;DRIVER_NAME;PIT_TIME;CLASS;"
    "TEAM;FLAG_AT_FL;\n";

// Car 7 stops on lap 2 and changes its driver; car 70 stops on the track after its second lap. The clock starts at 23:58 local
// time.
constexpr std::string_view kLaps =
    "7;1;1;1:40.000;;30.000;40.000;30.000;1:40.000;23:59:40.000;Ada BIRCH;;GT;Fox Racing;GF;\n"
    "7;1;2;1:50.000;B;30.000;40.000;40.000;3:30.000;0:01:30.000;Ada BIRCH;;GT;Fox Racing;FCY;\n"
    "7;2;3;2:40.000;;1:30.000;40.000;30.000;6:10.000;0:04:10.000;Ben CEDAR;0:01:00.000;GT;Fox Racing;GF;\n"
    "7;2;4;1:40.000;;30.000;40.000;30.000;7:50.000;0:05:50.000;Ben CEDAR;;GT;Fox Racing;FF;\n"
    "70;1;1;1:45.000;;31.000;42.000;32.000;1:45.000;23:59:45.000;Cy ELM;;GT;Owl Racing;GF;\n"
    "70;1;2;1:45.000;;31.000;42.000;32.000;3:30.000;0:01:30.000;Cy ELM;;GT;Owl Racing;FCY;\n";

constexpr std::string_view kResults =
    "POSITION;NUMBER;STATUS;LAPS;TOTAL_TIME;GAP_FIRST;CLASS;VEHICLE;DRIVER1_FIRSTNAME;DRIVER1_SECONDNAME;DRIVER1_LICENSE\n"
    "1;7;Classified;4;7:50.000;-;GT;Fox F1;Ada;Birch;Gold\n"
    "2;70;Disqualified;2;3:30.000;2 laps;GT;Owl O2;Cy;Elm;Bronze\n"
    "3;99;Not started;0;0;4 laps;GT;Hare;Di;Fir;Silver\n";

ArchiveFiles race_files() {
  ArchiveFiles files;
  files.laps = {"cup_2031_northpark_race-laps.csv", std::string(kLapHeader) + std::string(kLaps)};
  return files;
}

ArchiveSession read(const ArchiveFiles& files) {
  auto session = read_archive(files);
  EXPECT_TRUE(session.has_value()) << session.error().message;
  return session ? std::move(*session) : ArchiveSession{};
}

// Events of one kind as "seconds since the start: what", in order.
template <class T, class Describe>
std::vector<std::string> told(const ArchiveSession& session, Describe describe) {
  std::vector<std::string> lines;
  const auto start = session.events.front().at;
  for (const auto& event : session.events) {
    if (const T* body = event_as<T>(event))
      lines.push_back(std::to_string((event.at - start).count()) + ": " + std::string(describe(*body)));
  }
  return lines;
}

TEST(Archive, BeginsWithTheSessionAsItsNameAndClockTellIt) {
  const ArchiveSession session = read(race_files());
  EXPECT_EQ(session.id, "cup-2031-northpark-race");
  EXPECT_EQ(session.file, "cup_2031_northpark_race-laps.csv");
  const auto* begin = event_as<timing::Session>(session.events.front());
  ASSERT_NE(begin, nullptr);
  EXPECT_EQ(begin->source, "archive");
  EXPECT_EQ(begin->source_session_id, session.id);
  EXPECT_EQ(begin->series, "CUP");
  EXPECT_EQ(begin->kind, timing::SessionKind::race);
  EXPECT_EQ(begin->state, timing::SessionState::running);
  EXPECT_EQ(begin->dating, timing::Dating::nominal);
  EXPECT_EQ(count_ms(*begin->started_at), (23 * 60 + 58) * 60'000);
}

TEST(Archive, EndsItAtTheLastCrossing) {
  const auto states = told<timing::Session>(read(race_files()), [](const timing::Session& session) {
    return session.state == timing::SessionState::finished ? "finished" : "running";
  });
  EXPECT_THAT(states, ElementsAre("0: running", "470000: finished"));
}

TEST(Archive, GivesLapsTheirFlagDriverAndPlaceAroundAStop) {
  const auto laps = told<timing::Lap>(read(race_files()), [](const timing::Lap& lap) {
    return lap.car.str() + " lap " + std::to_string(lap.lap) + " driver " + lap.driver->str() + (lap.in_lap ? " in" : "") +
           (lap.out_lap ? " out" : "") + " " + std::string(timing::flag_name(*lap.flag));
  });
  EXPECT_THAT(laps, ElementsAre("100000: 7 lap 1 driver 1 green", "105000: 70 lap 1 driver 1 green",
                                "210000: 7 lap 2 driver 1 in fcy", "210000: 70 lap 2 driver 1 fcy",
                                "370000: 7 lap 3 driver 2 out green", "470000: 7 lap 4 driver 2 chequered"));
}

TEST(Archive, GivesSectorsAtTheirCrossings) {
  const auto sectors = told<timing::Sector>(read(race_files()), [](const timing::Sector& sector) {
    return sector.car.str() + " lap " + std::to_string(sector.lap) + " S" + std::to_string(sector.index) + " " +
           std::to_string(sector.time.count());
  });
  ASSERT_EQ(sectors.size(), 18U);
  EXPECT_EQ(sectors[0], "30000: 7 lap 1 S1 30000");
  EXPECT_EQ(sectors[1], "31000: 70 lap 1 S1 31000");
  EXPECT_EQ(sectors[17], "470000: 7 lap 4 S3 30000");
}

TEST(Archive, TellsAStop) {
  const ArchiveSession session = read(race_files());
  EXPECT_THAT(
      told<timing::PitIn>(session, [](const timing::PitIn& in) { return in.car.str() + " lap " + std::to_string(in.lap); }),
      ElementsAre("210000: 7 lap 2"));
  EXPECT_THAT(told<timing::PitOut>(session,
                                   [](const timing::PitOut& out) {
                                     return out.car.str() + " lap " + std::to_string(out.lap) + " lane " +
                                            std::to_string(out.lane->count());
                                   }),
              ElementsAre("270000: 7 lap 3 lane 60000"));
  EXPECT_THAT(told<timing::DriverChange>(session,
                                         [](const timing::DriverChange& change) {
                                           return change.car.str() + " " + (change.from ? change.from->str() : "-") + " to " +
                                                  change.to.str() + " lap " + std::to_string(change.lap.value_or(0));
                                         }),
              ElementsAre("0: 7 - to 1 lap 1", "0: 70 - to 1 lap 1", "270000: 7 1 to 2 lap 3"));
}

TEST(Archive, ShowsEachFlagOnceAndTheChequeredLast) {
  EXPECT_THAT(told<timing::Flag>(read(race_files()), [](const timing::Flag& flag) { return timing::flag_name(flag.kind); }),
              ElementsAre("100000: green", "210000: fcy", "370000: green", "470000: chequered"));
}

TEST(Archive, ShowsNoFlagWhereTheFileHasNone) {
  ArchiveFiles files = race_files();
  std::string& text = files.laps.text;
  text.replace(text.find("FLAG_AT_FL"), 10, "UNKNOWN");
  const ArchiveSession session = read(files);
  EXPECT_TRUE(told<timing::Flag>(session, [](const timing::Flag&) { return ""; }).empty());
  EXPECT_TRUE(told<timing::CarStatus>(session, [](const timing::CarStatus&) { return ""; }).empty())
      << "nobody is seen to take the flag";
}

std::string state_of(const timing::CarStatus& status) {
  return status.car.str() + " " + std::string(timing::stable_name(status.state));
}

TEST(Archive, RetiresACarThatMissedTheChequeredFlag) {
  EXPECT_THAT(told<timing::CarStatus>(read(race_files()), state_of), ElementsAre("470000: 70 retired"));
}

TEST(Archive, RetiresNobodyInPractice) {
  ArchiveFiles files = race_files();
  files.laps.name = "cup_2031_northpark_practice-1-laps.csv";
  EXPECT_TRUE(told<timing::CarStatus>(read(files), state_of).empty());
}

TEST(Archive, TakesEntriesAndStandingsFromTheResults) {
  ArchiveFiles files = race_files();
  files.results = {"cup_2031_northpark_race-results.csv", std::string(kResults)};
  const ArchiveSession session = read(files);
  const auto entries = told<timing::Entry>(session, [](const timing::Entry& entry) {
    std::string line = entry.car.str() + " " + entry.team + " " + entry.vehicle;
    for (const timing::Driver& driver : entry.drivers) line += ", " + driver.id.str() + " " + driver.name + " " + driver.grade;
    return line;
  });
  EXPECT_THAT(entries, ElementsAre("0: 7 Fox Racing Fox F1, 1 Ada BIRCH gold, 2 Ben CEDAR ",
                                   "0: 70 Owl Racing Owl O2, 1 Cy ELM bronze", "0: 99  Hare, 1 Di Fir silver"));
  const auto standings = told<timing::OfficialStanding>(session, [](const timing::OfficialStanding& standing) {
    return standing.car.str() + " P" + std::to_string(*standing.position) + " " + std::to_string(*standing.laps) + " laps " +
           *standing.status;
  });
  EXPECT_THAT(standings, ElementsAre("470000: 7 P1 4 laps Classified", "470000: 70 P2 2 laps Disqualified",
                                     "470000: 99 P3 0 laps Not started"));
  EXPECT_THAT(told<timing::CarStatus>(session, state_of), ElementsAre("0: 99 not_started", "470000: 70 disqualified"));
}

TEST(Archive, DatesTheSessionByTheWeather) {
  ArchiveFiles files = race_files();
  // The first reading is at 04:58:20 UTC of 13 October 2024, 20 s after the start at 23:58 of the day before: five hours west.
  files.weather = {"cup_2031_northpark_race-weather.csv",
                   "TIME_UTC_SECONDS;AIR_TEMP;PRESSURE\n1728795500;20;1000\n1728795560;21;1000\n1728799999;25;1000\n"};
  const ArchiveSession session = read(files);
  const auto* begin = event_as<timing::Session>(session.events.front());
  EXPECT_EQ(begin->dating, timing::Dating::exact);
  EXPECT_EQ(begin->utc_offset_min, -300);
  EXPECT_EQ(count_ms(*begin->started_at), 1'728'795'480'000);
  EXPECT_THAT(told<timing::Weather>(session,
                                    [](const timing::Weather& weather) { return std::to_string(*weather.air_c).substr(0, 2); }),
              ElementsAre("20000: 20", "80000: 21"))
      << "the reading after the last crossing is left out";
}

TEST(Archive, WeatherOfAnotherSessionIsLeftOutWithAComplaint) {
  ArchiveFiles files = race_files();
  files.weather = {"cup_2031_northpark_race-weather.csv", "TIME_UTC_SECONDS;AIR_TEMP;PRESSURE\n1728795900;20;1000\n"};
  const ArchiveSession session = read(files);
  EXPECT_EQ(event_as<timing::Session>(session.events.front())->dating, timing::Dating::nominal);
  ASSERT_EQ(session.complaint_count, 1U);
  EXPECT_EQ(session.complaints[0].file, "cup_2031_northpark_race-weather.csv");
}

TEST(Archive, AnEmptyFileBesideItCostsOnlyItself) {
  ArchiveFiles files = race_files();
  files.weather.name = "cup_2031_northpark_race-weather.csv";
  const ArchiveSession session = read(files);
  EXPECT_EQ(session.events.size(), read(race_files()).events.size());
  ASSERT_EQ(session.complaint_count, 1U);
  EXPECT_THAT(session.complaints[0].message, HasSubstr("the file is empty"));
}

TEST(Archive, TellsTimingPointsBetweenSectors) {
  ArchiveFiles files;
  files.laps = {"cup_2031_northpark_race-laps.csv",
                "NUMBER;LAP_NUMBER;LAP_TIME;ELAPSED;IM1a_elapsed;IM1_elapsed;IM2a_elapsed;FL_elapsed\n"
                "5;1;1:40.000;1:40.000;;30.000;50.000;1:40.000\n"
                "5;2;1:40.000;3:20.000;12.000;30.000;50.000;1:40.000\n"};
  const auto loops = told<timing::Loop>(read(files), [](const timing::Loop& loop) {
    return std::to_string(loop.lap) + "/" + std::to_string(loop.index) + " " + std::to_string(loop.since_lap_start.count());
  });
  EXPECT_THAT(loops, ElementsAre("50000: 1/2 50000", "112000: 2/1 12000", "150000: 2/2 50000"));
}

TEST(Archive, FilesOfOneNameButOtherContentAreOtherSessions) {
  ArchiveFiles files = race_files();
  files.laps.name = "23_Analysis_Race.CSV";
  const std::string id = read(files).id;
  EXPECT_THAT(id, HasSubstr("23-analysis-race-"));
  EXPECT_EQ(read(files).id, id);
  files.laps.text.replace(files.laps.text.find("Ada BIRCH"), 9, "Eve BIRCH");
  EXPECT_NE(read(files).id, id);
}

class ArchiveFolder : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path write(const std::string& name, std::string_view text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) / ("archive-" + std::to_string(::getpid()));
};

TEST_F(ArchiveFolder, FindsTheFilesBesideTheLaps) {
  const std::string text = race_files().laps.text;
  write("cup_2031_northpark_race-results.csv", kResults);
  for (const auto& [laps, results] : {std::pair("cup_2031_northpark_race-laps.csv", "cup_2031_northpark_race-results.csv"),
                                      std::pair("cup_2031_southpark_analysis.csv", "cup_2031_southpark_results.csv"),
                                      std::pair("23_Analysis_Race.CSV", "03_Results_Race.CSV")}) {
    write(results, kResults);
    const auto session = read_archive(write(laps, text));
    ASSERT_TRUE(session.has_value()) << session.error().message;
    EXPECT_EQ(told<timing::OfficialStanding>(*session, [](const timing::OfficialStanding&) { return ""; }).size(), 3U) << laps;
  }
}

TEST_F(ArchiveFolder, SaysWhyAFileCantBeRead) {
  const auto missing = read_archive(folder_ / "nowhere.csv");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, ErrorCode::file_unreadable);
  EXPECT_THAT(missing.error().message, HasSubstr("nowhere.csv"));
  EXPECT_THAT(read_archive(folder_).error().message, HasSubstr("is a folder"));
  const auto results = read_archive(write("cup_2031_northpark_race-results.csv", kResults));
  ASSERT_FALSE(results.has_value());
  EXPECT_EQ(results.error().code, ErrorCode::not_a_timing_file);
  EXPECT_THAT(results.error().message, HasSubstr("cup_2031_northpark_race-results.csv: expected a lap-analysis file"));
  EXPECT_THAT(results.error().message, HasSubstr("this is a results file"));
}

}  // namespace
}  // namespace stint::source
