#include "source/simulate/simulation_data.hpp"

#include <gtest/gtest.h>

namespace stint::source {
namespace {

constexpr std::string_view kCircuit = R"(
name = "Test Ring"
place = "Test"
length_m = 5000
lap_s = 100
sector_share = [0.3, 0.3, 0.4]
utc_offset_min = 0
pit_entry_m = 100
pit_exit_m = 300
pit_speed_kph = 60
caution_kph = 80
safety_car_kph = 120
speed_trap_kph = 300
passing = 0.5
slow_zones = 0
)";

std::string with(std::string_view from, std::string_view to) {
  std::string text(kCircuit);
  text.replace(text.find(from), from.size(), to);
  return text;
}

std::string complaint_of(const std::string& text) {
  const auto circuit = parse_circuit("test", text);
  return circuit ? "" : circuit.error().message;
}

TEST(SimulationData, IsBuiltIntoTheProgram) {
  const auto& data = simulation_data();
  ASSERT_TRUE(data.has_value()) << data.error().message;
  EXPECT_GE(data->circuits.size(), 4U);
  EXPECT_EQ(data->classes.size(), 3U);
  EXPECT_EQ(data->classes.front().name, "HYPERCAR") << "the fastest class comes first";
}

TEST(SimulationData, ReadsACircuit) {
  const auto circuit = parse_circuit("test", kCircuit);
  ASSERT_TRUE(circuit.has_value()) << circuit.error().message;
  EXPECT_EQ(circuit->name, "Test Ring");
  EXPECT_EQ(circuit->sectors(), 3);
  EXPECT_DOUBLE_EQ(circuit->lap_ms_at(100), 180'000) << "5 km at 100 km/h are three minutes";
  EXPECT_DOUBLE_EQ(circuit->lane_ms(100), 6'000) << "100 m at 60 km/h are six seconds";
}

TEST(SimulationData, SaysWhichKeyOfWhichFileIsWrong) {
  EXPECT_EQ(complaint_of(with("lap_s = 100", "lap_s = \"fast\"")),
            "test.toml: 'lap_s' must be a number from 20.000000 to 1200.000000");
  EXPECT_NE(complaint_of(with("slow_zones = 0", "slow_zones = 1.5")).find("'slow_zones'"), std::string::npos);
  EXPECT_NE(complaint_of(with("place = \"Test\"", "")).find("'place'"), std::string::npos);
}

TEST(SimulationData, RefusesSectorsThatAreNoWholeLap) {
  EXPECT_NE(complaint_of(with("[0.3, 0.3, 0.4]", "[0.3, 0.3, 0.3]")).find("'sector_share'"), std::string::npos);
  EXPECT_NE(complaint_of(with("[0.3, 0.3, 0.4]", "[0.3, \"x\", 0.4]")).find("'sector_share'"), std::string::npos);
  EXPECT_NE(complaint_of(with("[0.3, 0.3, 0.4]", "[]")).find("'sector_share'"), std::string::npos);
}

TEST(SimulationData, RefusesAPitLaneLongerThanItsSectors) {
  EXPECT_NE(complaint_of(with("pit_exit_m = 300", "pit_exit_m = 900")).find("'pit_exit_m'"), std::string::npos);
}

TEST(SimulationData, SaysOnWhichLineAFileIsNoToml) {
  EXPECT_NE(complaint_of("name = \"A\"\nlap_s = = 3\n").find("test.toml line 2"), std::string::npos);
}

TEST(SimulationData, RefusesClassesWithoutNumbers) {
  const auto classes = parse_classes("[[class]]\nname = \"A\"\nshare = 1.0\n");
  ASSERT_FALSE(classes.has_value());
  EXPECT_NE(classes.error().message.find("class 1"), std::string::npos);
  EXPECT_FALSE(parse_classes("").has_value());
}

}  // namespace
}  // namespace stint::source
