// Every real race: the official results to the millisecond, the arithmetic of the file, and the oracle at random instants.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <set>

#include "race/oracle.hpp"
#include "race/race.hpp"
#include "race/timing_file.hpp"
#include "source/archive/archive.hpp"
#include "source/replay/playback.hpp"

namespace stint::testing {
namespace {

using race::CarSnapshot;
using race::SnapshotPtr;
using timing::CarNumber;

constexpr int kInstants = 200;

bool is_race(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return name.find("practice") == std::string::npos && name.find("qualifying-laps") == std::string::npos;
}

class RealRaces : public ::testing::TestWithParam<std::filesystem::path> {
 protected:
  void SetUp() override {
    auto session = source::read_archive(GetParam());
    ASSERT_TRUE(session) << session.error().message;
    session_ = std::move(*session);
    rows_ = read_table(GetParam());
  }

  SnapshotPtr final_state() {
    race::Race race;
    for (const timing::Event& event : session_.events) race.insert(event);
    return race.snapshot();
  }

  std::map<std::string, std::vector<Row>> rows_by_car() {
    std::map<std::string, std::vector<Row>> cars;
    for (const Row& row : rows_) cars[row.at("NUMBER")].push_back(row);
    return cars;
  }

  source::ArchiveSession session_;
  std::vector<Row> rows_;
};

TEST_P(RealRaces, EqualTheOfficialResults) {
  const auto results_file = results_of(GetParam());
  if (results_file.empty() || !is_race(GetParam())) GTEST_SKIP() << "no official race results beside this file";
  const SnapshotPtr shown = final_state();
  bool winner = true;
  for (const Row& official : read_table(results_file)) {
    const CarSnapshot* car = shown->find(CarNumber(official.at("NUMBER")));
    ASSERT_NE(car, nullptr) << "#" << official.at("NUMBER") << " of the results is not in the race";
    if (official.at("STATUS") == "Not started") continue;
    const int laps = std::stoi(official.at("LAPS"));
    EXPECT_EQ(car->laps, laps) << "#" << official.at("NUMBER");
    if (laps == 0) continue;
    if (!official.at("FL_TIME").empty()) {
      ASSERT_TRUE(car->best_lap) << "#" << official.at("NUMBER");
      EXPECT_EQ(car->best_lap->time.count(), *to_ms(official.at("FL_TIME"))) << "#" << official.at("NUMBER");
    }
    if (!winner) continue;
    winner = false;
    EXPECT_EQ(shown->cars.at(0).number().str(), official.at("NUMBER")) << "another winner";
    EXPECT_EQ(car->elapsed->count(), *to_ms(official.at("TOTAL_TIME"))) << "the winner's total time";
  }
  EXPECT_FALSE(winner) << "the results file is empty";
}

TEST_P(RealRaces, KeepTheArithmeticOfTheFile) {
  const SnapshotPtr shown = final_state();
  const auto cars = rows_by_car();
  EXPECT_GE(shown->cars.size(), cars.size());
  for (const auto& [number, rows] : cars) {
    const CarSnapshot* car = shown->find(CarNumber(number));
    ASSERT_NE(car, nullptr) << "#" << number;
    ASSERT_EQ(car->laps_done.size(), rows.size()) << "#" << number;
    std::optional<timing::Instant> before = shown->session.started_at;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const race::LapRecord& lap = car->laps_done[i];
      ASSERT_TRUE(lap.time) << "#" << number << " lap " << lap.number;
      ASSERT_EQ(lap.ended_at - *before, *lap.time) << "#" << number << " lap " << lap.number;
      ASSERT_EQ((lap.ended_at - *shown->session.started_at).count(), *to_ms(rows[i].at("ELAPSED"))) << "#" << number;
      before = lap.ended_at;
    }
  }
}

// Every B is a stop, and every stop with a lane time has the file's PIT_TIME. The exceptions: a stay that the file shows only
// by its PIT_TIME (a red flag, leaving the garage in practice).
TEST_P(RealRaces, MakeEveryPitLapAStop) {
  const SnapshotPtr shown = final_state();
  for (const auto& [number, rows] : rows_by_car()) {
    const CarSnapshot* car = shown->find(CarNumber(number));
    ASSERT_NE(car, nullptr);
    std::set<int> in_laps;
    std::multiset<std::int64_t> lanes;
    for (const race::PitStop& stop : car->pit_stops) {
      in_laps.insert(stop.in_lap);
      if (stop.lane) lanes.insert(stop.lane->count());
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const int lap = std::stoi(rows[i].at("LAP_NUMBER"));
      if (rows[i].at("CROSSING_FINISH_LINE_IN_PIT") == "B") {
        EXPECT_TRUE(in_laps.contains(lap)) << "#" << number << ": B on lap " << lap << " is no stop";
      }
      const auto lane = to_ms(rows[i].at("PIT_TIME"));
      if (!lane || lap == 1) continue;
      const auto found = lanes.find(*lane);
      EXPECT_NE(found, lanes.end()) << "#" << number << ": the PIT_TIME on lap " << lap << " is no stop's lane time";
      if (found != lanes.end()) lanes.erase(found);
    }
    EXPECT_TRUE(lanes.empty()) << "#" << number << ": a lane time that the file does not have";
  }
}

TEST_P(RealRaces, AgreeWithTheOracleAtRandomInstants) {
  const Oracle oracle(rows_);
  source::Playback playback(session_.events);
  const timing::Instant start = playback.snapshot()->session.started_at.value();
  std::mt19937 random(20240615);
  std::uniform_int_distribution<std::int64_t> instants(0, oracle.last_crossing() + 1000);
  for (int i = 0; i < kInstants; ++i) {
    const std::int64_t at = instants(random);
    playback.seek(start + timing::Millis{at});
    const SnapshotPtr shown = playback.snapshot();
    const std::vector<OracleRow> expected = oracle.standings(at);
    std::vector<const CarSnapshot*> got;
    for (const CarSnapshot& car : shown->cars) {
      if (car.laps > 0) got.push_back(&car);
    }
    ASSERT_EQ(got.size(), expected.size()) << "at " << at;
    for (std::size_t place = 0; place < expected.size(); ++place) {
      const OracleRow& row = expected[place];
      const CarSnapshot& car = *got[place];
      const auto ms = [](const std::optional<timing::Millis>& time) {
        return time ? std::optional(time->count()) : std::nullopt;
      };
      const std::string where = "#" + row.car + " at " + std::to_string(at) + " ms";
      ASSERT_EQ(car.number().str(), row.car) << "place " << place + 1 << " at " << at << " ms";
      ASSERT_EQ(car.laps, row.laps) << where;
      ASSERT_EQ(ms(car.elapsed), row.elapsed_ms) << where;
      ASSERT_EQ(ms(car.gap.time), row.gap_ms) << where << ", gap";
      ASSERT_EQ(car.gap.laps, row.gap_laps) << where << ", gap in laps";
      ASSERT_EQ(ms(car.class_gap.time), row.class_gap_ms) << where << ", class gap";
      ASSERT_EQ(car.class_gap.laps, row.class_gap_laps) << where << ", class gap in laps";
      ASSERT_EQ(ms(car.interval.time), row.interval_ms) << where << ", interval";
      ASSERT_EQ(car.interval.laps, row.interval_laps) << where << ", interval in laps";
    }
  }
}

std::string test_name(const ::testing::TestParamInfo<std::filesystem::path>& file) {
  std::string name = file.param.stem().string();
  std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(RealRaces);
INSTANTIATE_TEST_SUITE_P(Races, RealRaces, ::testing::ValuesIn(lap_files()), test_name);

TEST(RealRacesData, ArePresent) {
  if (lap_files().empty()) GTEST_SKIP() << "no race files: set STINT_DATA to a folder that holds races/";
  EXPECT_GE(lap_files().size(), 57U);
}

}  // namespace
}  // namespace stint::testing
