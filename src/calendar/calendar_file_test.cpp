#include "calendar/calendar_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "calendar/built_in.hpp"

namespace stint::calendar {
namespace {

using std::chrono::minutes;
using testing::HasSubstr;

constexpr std::string_view kFile = R"(series = "TEST"
live = "page"

[[event]]
name = "6 Hours of Somewhere"
track = "Somewhere Ring"
zone = "Europe/Rome"
from = 2026-04-17
to = 2026-04-19
confirmed = true
source = "made up for a test"

[[event.session]]
name = "Race"
date = 2026-04-19
start = 13:00:00
minutes = 360

[[event.session]]
name = "Free Practice 1"
date = 2026-04-17
)";

std::string problem_of(std::string_view text) {
  const auto calendar = parse_calendar("test.toml", text);
  return calendar ? "no problem" : calendar.error().message;
}

std::string with(std::string_view from, std::string_view to) {
  std::string text(kFile);
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

TEST(CalendarFile, HoldsWhatIsStatedAndNothingElse) {
  const auto calendar = parse_calendar("test.toml", kFile);
  ASSERT_TRUE(calendar) << calendar.error().message;
  ASSERT_EQ(calendar->events.size(), 1U);
  const ScheduledEvent& event = calendar->events[0];
  EXPECT_EQ(event.series, "TEST");
  EXPECT_EQ(event.live, "page");
  EXPECT_TRUE(event.confirmed);
  EXPECT_EQ(event_id(event), "test-2026-6-hours-of-somewhere");
  ASSERT_EQ(event.sessions.size(), 2U);
  EXPECT_EQ(event.sessions[0].name, "Free Practice 1") << "by time, not by place in the file";
  EXPECT_EQ(event.sessions[0].kind, SessionKind::practice);
  EXPECT_EQ(event.sessions[0].start, std::nullopt) << "a time that isn't stated isn't known";
  EXPECT_EQ(event.sessions[1].length, minutes{360});
  EXPECT_EQ(utc_text(*starts_at(event, event.sessions[1])), "2026-04-19T11:00Z");
}

TEST(CalendarFile, SaysWhatIsWrongWithLineAndColumn) {
  EXPECT_THAT(problem_of(with("\"Europe/Rome\"", "\"Europe/Nowhere\"")),
              HasSubstr("test.toml line 7, column 8: there is no time zone"));
  EXPECT_THAT(problem_of(with("from = 2026-04-17", "from = 2026-02-30")), HasSubstr("line 8"));
  EXPECT_THAT(problem_of(with("from = 2026-04-17", "from = \"soon\"")), HasSubstr("line 8, column 8: 'from' must be a date"));
  EXPECT_THAT(problem_of(with("to = 2026-04-19", "to = 2026-04-16")), HasSubstr("'to' must be from 0 to 31 days"));
  EXPECT_THAT(problem_of(with("confirmed", "confirmd")), HasSubstr("there is no key 'confirmd'"));
  EXPECT_THAT(problem_of(with("minutes = 360", "minutes = 0")), HasSubstr("line 17, column 11"));
  EXPECT_THAT(problem_of(with("date = 2026-04-19", "date = 2026-04-20")),
              HasSubstr("'date' is not from 2026-04-17 to 2026-04-19"));
  EXPECT_THAT(problem_of(with("zone = \"Europe/Rome\"\n", "")), HasSubstr("either 'zone'"));
  EXPECT_THAT(problem_of(with("series = \"TEST\"\n", "")), HasSubstr("'series' is missing"));
  EXPECT_THAT(problem_of(with("source = \"made up for a test\"\n", "")), HasSubstr("'source' is missing"))
      << "dates say where they are from";
  EXPECT_THAT(problem_of("series = "), HasSubstr("test.toml line 1"));
  EXPECT_EQ(problem_of("series = \"X\""), "no problem") << "a season without known dates";
}

TEST(CalendarFile, WhatIsWrittenIsReadBackEqual) {
  auto calendar = parse_calendar("test.toml", kFile);
  ASSERT_TRUE(calendar);
  ScheduledEvent& event = calendar->events[0];
  event.zone = {{}, minutes{-210}};
  event.source = "a \"quote\", a \\ and a\ttab";
  event.uid = "1@example";
  event.sessions[0].cancelled = true;
  event.sessions[1].uid = "2@example";
  const std::string text = calendar_text(*calendar);
  const auto again = parse_calendar("again.toml", text);
  ASSERT_TRUE(again) << again.error().message << "\n" << text;
  EXPECT_EQ(*again, *calendar) << text;
}

TEST(BuiltInCalendars, AreReadAndHoldTheirSeriesAndYear) {
  std::set<std::string> ids;
  std::size_t events = 0;
  for (const timing::EmbeddedText& text : calendar_texts()) {
    const auto calendar = parse_calendar(text.path, text.content);
    ASSERT_TRUE(calendar) << calendar.error().message;
    for (const ScheduledEvent& event : calendar->events) {
      ++events;
      EXPECT_TRUE(ids.insert(event_id(event)).second) << event_id(event) << " is there twice";
      EXPECT_THAT(std::string(text.path), HasSubstr(std::to_string(static_cast<int>(event.first.year())))) << event.name;
      const bool is_announced = event.first.year() <= std::chrono::year{2026};
      EXPECT_TRUE(is_announced || !event.confirmed) << event.name;
      if (!event.confirmed) {
        for (const ScheduledSession& session : event.sessions)
          EXPECT_FALSE(session.start) << event.name << ": a time of an uncertain day";
      }
    }
  }
  EXPECT_GT(events, 40U);
}

TEST(BuiltInCalendars, LeMans2026StartedAtFourInTheAfternoon) {
  for (const timing::EmbeddedText& text : calendar_texts()) {
    if (text.path != "calendar/wec-2026.toml") continue;
    const auto calendar = parse_calendar(text.path, text.content);
    ASSERT_TRUE(calendar);
    for (const ScheduledEvent& event : calendar->events) {
      if (event.name != "24 Hours of Le Mans") continue;
      ASSERT_FALSE(event.sessions.empty());
      EXPECT_EQ(utc_text(*starts_at(event, event.sessions.back())), "2026-06-13T14:00Z");
      EXPECT_EQ(utc_text(*ends_at(event, event.sessions.back())), "2026-06-14T14:00Z");
      return;
    }
  }
  FAIL() << "the race isn't there";
}

}  // namespace
}  // namespace stint::calendar
