#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenarios/scenario.hpp"

namespace stint::testing {
namespace {

std::vector<std::filesystem::path> scenario_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(STINT_SCENARIOS)) {
    if (file.path().extension() == ".race") files.push_back(file.path());
  }
  std::ranges::sort(files);
  return files;
}

class Scenarios : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(Scenarios, GivesTheExpectedRows) {
  std::ifstream file(GetParam());
  std::stringstream text;
  text << file.rdbuf();
  const Scenario scenario = parse_scenario(text.str());
  ASSERT_FALSE(scenario.expectations.empty()) << "a scenario that expects nothing";
  for (const Expectation& expected : scenario.expectations) EXPECT_EQ(check(scenario, expected), "");
}

TEST_P(Scenarios, GivesTheSameInReverseOrder) {
  std::ifstream file(GetParam());
  std::stringstream text;
  text << file.rdbuf();
  Scenario scenario = parse_scenario(text.str());
  std::ranges::reverse(scenario.events);
  for (const Expectation& expected : scenario.expectations) EXPECT_EQ(check(scenario, expected), "");
}

std::string test_name(const ::testing::TestParamInfo<std::filesystem::path>& file) {
  std::string name = file.param.stem().string();
  std::ranges::replace_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, Scenarios, ::testing::ValuesIn(scenario_files()), test_name);

TEST(ScenarioLanguage, SaysWhichLineItCannotRead) {
  try {
    (void)parse_scenario("starts 14:00:00\nlapp 1 1 1:40.000\n");
    FAIL() << "a misspelt line was taken";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("line 2"), std::string::npos) << error.what();
  }
}

TEST(ScenarioLanguage, NoticesAWrongRow) {
  const Scenario scenario = parse_scenario("starts 0:00\ncar 1 A\nlap 1 1 1:40.000\nexpect standings\n  car=1 laps=2\n");
  EXPECT_EQ(check(scenario, scenario.expectations.at(0)), "line 5: laps should be 2, is 1\n");
}

}  // namespace
}  // namespace stint::testing
