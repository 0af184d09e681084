#include "app/calendar_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "calendar/icalendar.hpp"

namespace stint::app {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class CalendarFolder : public testing::Test {
 protected:
  CalendarFolder() : folder_(fs::path(testing::TempDir()) / ("calendar-" + std::to_string(::getpid()) + "-" + test_name())) {
    fs::remove_all(folder_);
  }
  ~CalendarFolder() override { fs::remove_all(folder_); }

  static std::string test_name() { return testing::UnitTest::GetInstance()->current_test_info()->name(); }
  void put(const std::string& name, std::string_view text) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / name) << text;
  }
  CalendarFiles read() {
    const auto files = read_calendar_files(folder_.string());
    EXPECT_TRUE(files) << files.error().message;
    return files.value_or(CalendarFiles{});
  }
  static std::size_t count(const CalendarFiles& files, std::string_view series) {
    return static_cast<std::size_t>(std::ranges::count(all_events(files).events, series, &calendar::ScheduledEvent::series));
  }

  fs::path folder_;
};

constexpr std::string_view kOwn = R"(series = "MINE"
live = "page"
[[event]]
name = "2 Hours of Home"
track = "Home"
zone = "Europe/Rome"
from = 2026-12-05
source = "our club"
)";

TEST_F(CalendarFolder, WithoutAFolderTheBuiltInCalendarsAreThere) {
  EXPECT_GT(count(read(), "WEC"), 5U);
  EXPECT_FALSE(fs::exists(folder_)) << "reading makes no folder";
}

TEST_F(CalendarFolder, AFileOfTheSameNameReplacesAndAnotherAdds) {
  put("mine-2026.toml", kOwn);
  const std::size_t before = count(read(), "WEC");
  put("wec-2026.toml", "series = \"WEC\"\n");
  EXPECT_LT(count(read(), "WEC"), before);
  EXPECT_EQ(count(read(), "MINE"), 1U);
  put("notes.txt", "nothing");
  put(".hidden.toml", "not toml");
  EXPECT_EQ(count(read(), "MINE"), 1U);
}

TEST_F(CalendarFolder, AFaultyFileIsSaidWithItsPlace) {
  put("mine.toml", "series = \"MINE\"\n[[event]]\nname = 7\n");
  const auto files = read_calendar_files(folder_.string());
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, ErrorCode::bad_configuration);
  EXPECT_THAT(files.error().message, HasSubstr("mine.toml line 3, column 8"));
}

TEST_F(CalendarFolder, WhatIsRefreshedStaysInTheFileThatItWasIn) {
  put("club.toml", kOwn);
  CalendarFiles files = read();
  const auto feed = calendar::parse_icalendar(
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:MINE: 2 Hours of Home - "
      "Race\nDTSTART;TZID=Europe/Rome:20261205T100000\nEND:VEVENT\n"
      "BEGIN:VEVENT\nUID:2\nSUMMARY:MINE: 3 Hours of "
      "Away\nLOCATION:Away\nDTSTART;VALUE=DATE:20270306\nEND:VEVENT\nEND:VCALENDAR\n");
  ASSERT_TRUE(feed);
  const auto refreshed = calendar::refresh(all_events(files), *feed, {"", "test"});
  const auto changed = put_into_files(files, refreshed.calendar);
  EXPECT_THAT(changed, ElementsAre("club.toml", "mine-2027.toml")) << "and no built-in one";
  for (const std::string& name : changed) ASSERT_TRUE(write_calendar_file(folder_.string(), name, files[name]));
  EXPECT_EQ(read(), files);
  EXPECT_EQ(count(read(), "MINE"), 2U);
}

TEST_F(CalendarFolder, AFolderThatCantBeWrittenIsSaid) {
  const auto written = write_calendar_file("/proc/nowhere", "x.toml", {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::output_unwritable);
}

}  // namespace
}  // namespace stint::app
