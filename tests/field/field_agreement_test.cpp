// insight::Field and race::Race, two folds of the same events, agree wherever both speak: on simulated races and on real ones.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "insight/field/field.hpp"
#include "race/race.hpp"
#include "source/archive/archive.hpp"
#include "source/simulate/simulated_race.hpp"

namespace stint {
namespace {

using insight::FieldCar;
using race::LapRecord;
using timing::Event;

// How often they are compared on the way, beside at the end.
constexpr std::size_t kInstants = 8;

std::string about(const timing::CarNumber& car, const LapRecord& lap) {
  return "car " + car.str() + ", lap " + std::to_string(lap.number);
}

void expect_same_lap(const timing::CarNumber& car, const LapRecord& seen, const LapRecord& shown) {
  const std::string which = about(car, shown);
  ASSERT_EQ(seen.number, shown.number) << which;
  EXPECT_EQ(seen.ended_at, shown.ended_at) << which;
  EXPECT_EQ(seen.time, shown.time) << which;
  EXPECT_EQ(seen.sectors, shown.sectors) << which;
  EXPECT_EQ(seen.driver, shown.driver) << which;
  EXPECT_EQ(seen.flag_at_start, shown.flag_at_start) << which;
  EXPECT_EQ(seen.flag_at_end, shown.flag_at_end) << which;
  EXPECT_EQ(seen.in_lap, shown.in_lap) << which;
  EXPECT_EQ(seen.out_lap, shown.out_lap) << which;
  EXPECT_EQ(seen.top_speed_kph, shown.top_speed_kph) << which;
  EXPECT_EQ(seen.is_green(), shown.is_green()) << which;
}

void expect_same_car(const FieldCar& seen, const race::CarSnapshot& shown) {
  const timing::CarNumber& car = seen.number;
  EXPECT_EQ(seen.laps_completed(), shown.laps) << "car " << car.str();
  EXPECT_EQ(seen.driver, shown.driver) << "car " << car.str();
  ASSERT_EQ(seen.laps.size(), shown.laps_done.size()) << "car " << car.str();
  for (std::size_t i = 0; i < seen.laps.size(); ++i) {
    expect_same_lap(car, seen.laps[i], shown.laps_done[i]);
    if (testing::Test::HasFailure()) return;  // one lap says enough
  }
}

void expect_same(const insight::Field& field, const race::Snapshot& shown) {
  EXPECT_EQ(field.now(), shown.at);
  EXPECT_EQ(field.flag(), shown.flag);
  EXPECT_EQ(field.sector_count(), shown.sector_count);
  EXPECT_EQ(field.weather().size(), shown.weather.size());
  for (const race::CarSnapshot& car : shown.cars) {
    const FieldCar* seen = field.find(car.number());
    ASSERT_NE(seen, nullptr) << car.number().str();
    EXPECT_EQ(field.class_of(*seen).name, car.entry->class_name);
    expect_same_car(*seen, car);
    if (testing::Test::HasFailure()) return;
  }
}

void expect_agreement(const std::vector<Event>& events) {
  ASSERT_FALSE(events.empty());
  insight::Field field;
  race::Race race;
  const std::size_t step = events.size() / kInstants + 1;
  for (std::size_t i = 0; i < events.size(); ++i) {
    field.apply(events[i]);
    race.insert(events[i]);
    // Events of one instant belong together.
    const bool last = i + 1 == events.size();
    if (!last && (i % step != step - 1 || events[i + 1].at == events[i].at)) continue;
    expect_same(field, *race.snapshot(events[i].at));
    if (testing::Test::HasFailure()) return;
  }
}

class SimulatedField : public testing::TestWithParam<const char*> {};

TEST_P(SimulatedField, SeesWhatTheRaceShows) {
  source::SimulationPlan plan = source::plan_of(71, std::chrono::hours{2}, 30, GetParam());
  plan.trouble = 3;
  plan.timing_faults_per_hour = 0.2;
  expect_agreement(source::simulate(plan).events);
}

INSTANTIATE_TEST_SUITE_P(OnEveryCircuit, SimulatedField,
                         testing::Values("valdoro", "kettle_ridge", "porto_sereno", "aldermoor"));

TEST(RealField, SeesWhatTheRaceShows) {
  const char* data = std::getenv("STINT_DATA");
  const std::filesystem::path races = std::filesystem::path(data == nullptr ? "" : data) / "races";
  if (data == nullptr || !std::filesystem::exists(races)) GTEST_SKIP() << "the real races (STINT_DATA) aren't here";
  for (const char* name :
       {"imsa/imsa_2021_road-america_race-laps.csv", "imsa/imsa_2023_sebring-international-raceway_race-laps.csv",
        "imsa/imsa_2024_watkins-glen-international_race-laps.csv", "wec/wec_2019_spa6h_analysis.csv",
        "wec/wec_2024_lemans24h_analysis.csv", "wec/wec_2025_saopaulo6h_analysis.csv"}) {
    SCOPED_TRACE(name);
    const auto session = source::read_archive(races / name);
    ASSERT_TRUE(session.has_value()) << session.error().message;
    expect_agreement(session->events);
  }
}

}  // namespace
}  // namespace stint
