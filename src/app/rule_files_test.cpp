#include "app/rule_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "insight/rules/rule_book.hpp"

namespace stint::app {
namespace {

namespace fs = std::filesystem;

class RuleFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  [[nodiscard]] Result<insight::RuleLibrary> library(const fs::path& place) const {
    const auto configuration = Configuration::from({.flags = {{SettingKey::rules, place.string()}}});
    EXPECT_TRUE(configuration);
    return rule_library(*configuration);
  }

  fs::path folder_;
};

constexpr const char* kOwnRules =
    "series = \"WEC\"\nsource = \"ours\"\ncertainty = \"H\"\nvalid_from = 2024-01-01\n[pit_speed]\nvalue = 50\n";

std::optional<double> pit_speed(const insight::RuleLibrary& library) {
  const insight::RuleBook book(library, {.series = "WEC", .season = 2024, .event = "6 Hours of Spa 2024"});
  const auto speed = book.pit_speed_kph();
  return speed ? std::optional(speed->value) : std::nullopt;
}

TEST_F(RuleFiles, OwnFilesStandAboveThoseInsideTheProgram) {
  EXPECT_EQ(pit_speed(*insight::RuleLibrary::built_in()), 60);
  write("wec.toml", kOwnRules);
  write("notes.txt", "not a rule");
  write(".wec.toml", "left behind by an editor");
  const auto from_folder = library(folder_);
  ASSERT_TRUE(from_folder) << from_folder.error().message;
  EXPECT_EQ(pit_speed(*from_folder), 50);
  const auto from_file = library(folder_ / "wec.toml");
  ASSERT_TRUE(from_file) << from_file.error().message;
  EXPECT_EQ(pit_speed(*from_file), 50);
}

TEST_F(RuleFiles, AFaultyFileIsRefusedWithItsPlace) {
  write("wec.toml", "series = \"WEC\"\n[pit_sped]\nvalue = 50\n");
  const auto read = library(folder_);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::bad_configuration);
  EXPECT_THAT(read.error().message,
              testing::HasSubstr("wec.toml line 2, column 2: there is no key 'pit_sped' here; did you mean"));
}

TEST_F(RuleFiles, OnlyTheDefaultPlaceMayBeAbsent) {
  EXPECT_FALSE(library(folder_ / "nowhere"));
  const auto configuration = Configuration::from({});
  ASSERT_TRUE(configuration);
  EXPECT_TRUE(rule_library(*configuration));
}

}  // namespace
}  // namespace stint::app
