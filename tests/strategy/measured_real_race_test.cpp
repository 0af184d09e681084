// What is measured of real races, held against slow and obvious calculations from the same laps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "insight/strategy/measure/measure.hpp"
#include "race/race.hpp"
#include "source/archive/archive.hpp"

namespace stint {
namespace {

using insight::Measured;

race::SnapshotPtr race_of(const char* file) {
  const char* data = std::getenv("STINT_DATA");
  const std::filesystem::path path = std::filesystem::path(data == nullptr ? "" : data) / "races" / file;
  if (data == nullptr || !std::filesystem::exists(path)) return nullptr;
  const auto session = source::read_archive(path);
  if (!session) return nullptr;
  race::Race race;
  race.insert_all(session->events);
  return race.snapshot();
}

double ms(race::Millis time) { return static_cast<double>(time.count()); }

double middle_of(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// In-lap and out-lap, less twice the median of the ten green laps before: for every green stop of the class whose two laps and
// ten neighbours were green. No other car is looked at.
std::vector<double> plain_losses(const race::Snapshot& race, const std::string& class_name) {
  std::vector<double> losses;
  for (const race::CarSnapshot& car : race.cars) {
    if (car.entry->class_name != class_name) continue;
    for (const race::PitStop& stop : car.pit_stops) {
      if (stop.red_flag || !stop.out_lap || *stop.out_lap != stop.in_lap + 1 || !stop.lane) continue;
      std::vector<double> before;
      double two_laps = 0;
      bool green = true;
      for (const race::LapRecord& lap : car.laps_done) {
        if (lap.number < stop.in_lap - 10 || lap.number > *stop.out_lap || !lap.time) continue;
        green = green && lap.flag_at_start == race::FlagKind::green && lap.flag_at_end == race::FlagKind::green;
        if (lap.number >= stop.in_lap) two_laps += ms(*lap.time);
        if (lap.number < stop.in_lap && !lap.out_lap) before.push_back(ms(*lap.time));
      }
      if (green && before.size() >= 8) losses.push_back(two_laps - 2 * middle_of(before));
    }
  }
  return losses;
}

TEST(MeasuredRealRace, PitLossIsWhatTheLapsOfTheStopsShow) {
  for (const char* file : {"wec/wec_2025_saopaulo6h_analysis.csv", "wec/wec_2024_bahrain8h_analysis.csv"}) {
    const race::SnapshotPtr race = race_of(file);
    if (!race) GTEST_SKIP() << "the real races (STINT_DATA) aren't here";
    const Measured measured = insight::measure(*race, nullptr, insight::Priors{});
    for (const insight::ClassMeasure& of : measured.classes) {
      const auto& loss = of.pit_loss_ms[static_cast<std::size_t>(insight::Pace::green)];
      ASSERT_TRUE(loss) << of.class_name;
      const auto plain = plain_losses(*race, of.class_name);
      ASSERT_GE(plain.size(), 8U) << of.class_name;
      EXPECT_NEAR(loss->band.p50, middle_of(plain), 3'000) << file << ' ' << of.class_name;
    }
  }
}

TEST(MeasuredRealRace, ADriveThroughAtSaoPauloTakes24SecondsAndNobodyRefuelsInIt) {
  const race::SnapshotPtr race = race_of("wec/wec_2025_saopaulo6h_analysis.csv");
  if (!race) GTEST_SKIP() << "the real races (STINT_DATA) aren't here";
  const Measured measured = insight::measure(*race, nullptr, insight::Priors{});
  for (const insight::ClassMeasure& of : measured.classes) {
    const auto& through = of.services[static_cast<std::size_t>(insight::Service::drive_through)];
    ASSERT_TRUE(through.lane_ms) << of.class_name;
    EXPECT_NEAR(through.lane_ms->mean, 24'000, 700);
    // Hypercars went 41 to 43 laps on their energy, LMGT3 33.
    ASSERT_TRUE(of.tank_laps);
    EXPECT_NEAR(of.tank_laps->mean, of.class_name == "HYPERCAR" ? 42 : 33.5, 1.2);
  }
}

}  // namespace
}  // namespace stint
