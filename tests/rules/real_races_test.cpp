// The shipped rules against every real race: known classes, the length driven, and that hardly a driver broke a drive time
// rule.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "insight/rules/drive_duties.hpp"
#include "insight/rules/penalty_ledger.hpp"
#include "insight/rules/rule_book.hpp"
#include "race/race.hpp"
#include "source/archive/archive.hpp"

namespace stint::insight {
namespace {

namespace fs = std::filesystem;

struct RealRace {
  std::string name;
  race::SnapshotPtr end;
  RuleBook rules;
};

bool is_race(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.find("_race-laps") != std::string::npos || name.find("qualifying-race-laps") != std::string::npos ||
         (name.starts_with("wec_") && name.ends_with("_analysis.csv"));
}

const std::vector<RealRace>& races() {
  static const auto all = [] {
    std::vector<RealRace> read;
    const char* data = std::getenv("STINT_DATA");
    const auto library = RuleLibrary::built_in();
    if (data == nullptr || !library) return read;
    std::set<fs::path> files;
    for (const char* series : {"wec", "imsa"}) {
      std::error_code absent;
      for (const auto& entry : fs::directory_iterator(fs::path(data) / "races" / series, absent)) {
        if (is_race(entry.path())) files.insert(entry.path());
      }
    }
    for (const fs::path& file : files) {
      const auto session = source::read_archive(file.string());
      if (!session) continue;
      race::Race race;
      race.insert_all(session->events);
      const auto end = race.snapshot();
      read.push_back({file.filename().string(), end, rule_book_for(end->session, *library)});
    }
    return read;
  }();
  return all;
}

class RealRaceRules : public testing::Test {
 protected:
  void SetUp() override {
    if (races().empty()) GTEST_SKIP() << "STINT_DATA names no folder with races";
  }
};

TEST_F(RealRaceRules, NameEveryClassAndItsGroup) {
  for (const RealRace& race : races()) {
    for (const std::string& class_name : race.end->classes) {
      if (class_name == "INNOVATIVE CAR") continue;  // a car outside the classes, Le Mans 2021
      EXPECT_NE(race.rules.group_of(class_name), "") << race.name << ": " << class_name;
    }
  }
}

TEST_F(RealRaceRules, KnowHowLongTheRaceWas) {
  int stopped_early = 0;
  for (const RealRace& race : races()) {
    const auto length = race.rules.race_length();
    ASSERT_TRUE(length) << race.name;
    Millis driven{0};
    for (const race::CarSnapshot& car : race.end->cars) driven = std::max(driven, car.elapsed.value_or(Millis{0}));
    // The last cars cross the line up to a few minutes after time.
    EXPECT_LT(driven, length->value + std::chrono::minutes{13}) << race.name;
    if (driven < length->value) ++stopped_early;
  }
  EXPECT_LE(stopped_early, 2) << "Spa 2019 and Lime Rock 2021 were stopped by the weather";
}

TEST_F(RealRaceRules, LeaveHardlyADriverOwingAtTheFlag) {
  int known = 0, owing = 0, too_long = 0;
  for (const RealRace& race : races()) {
    // Where all of a grade drove less: qualifying races, and a race whose minimums were lowered.
    if (race.name.find("roar") != std::string::npos || race.name == "imsa_2022_road-america_race-laps.csv") continue;
    for (const race::CarSnapshot& car : race.end->cars) {
      if (car.state != race::CarState::finished) continue;
      for (const DriverDuty& duty : drive_duties(car, *race.end, race.rules).drivers) {
        if (duty.left == Millis{0}) ++too_long;
        if (!duty.owed) continue;
        ++known;
        if (*duty.owed > Millis{0}) ++owing;
      }
    }
  }
  EXPECT_GT(known, 2000);
  EXPECT_LT(owing, known / 100) << owing << " of " << known;
  EXPECT_LE(too_long, 5) << "the maximum of the WEC is uncertain";
}

TEST_F(RealRaceRules, LaneTimesTellDriveThroughsFromServices) {
  int told = 0;
  for (const RealRace& race : races()) {
    const LaneTimes lane = lane_times(*race.end);
    if (!lane.drive_through || !lane.service) continue;
    ++told;
    EXPECT_GT(*lane.service, *lane.drive_through + std::chrono::seconds{10}) << race.name;
    EXPECT_GT(*lane.drive_through, std::chrono::seconds{10}) << race.name;
  }
  EXPECT_GT(told, 45);
}

}  // namespace
}  // namespace stint::insight
