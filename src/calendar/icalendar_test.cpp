#include "calendar/icalendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stint::calendar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CalendarFeed feed_of(const std::string& body) {
  const auto feed = parse_icalendar("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + body + "END:VCALENDAR\r\n");
  EXPECT_TRUE(feed);
  return feed.value_or(CalendarFeed{});
}

CalendarEntry entry_of(const std::string& lines) {
  const CalendarFeed feed = feed_of("BEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\n");
  EXPECT_THAT(feed.problems, IsEmpty());
  EXPECT_EQ(feed.entries.size(), 1U);
  return feed.entries.empty() ? CalendarEntry{} : feed.entries[0];
}

TEST(ICalendar, UnfoldsLinesAndUndoesEscapes) {
  const CalendarEntry entry = entry_of(
      "UID:1@x\r\nSUMMARY:6 Hours of\r\n  Some\r\n\twhere\\, race\r\nLOCATION:A\\;B\\nC\r\nCATEGORIES:TEST,Endurance\r\n"
      "DTSTART:20260419T110000Z\r\n");
  EXPECT_EQ(entry.summary, "6 Hours of Somewhere, race");
  EXPECT_EQ(entry.location, "A;B C");
  EXPECT_THAT(entry.categories, ElementsAre("TEST", "Endurance"));
}

TEST(ICalendar, ReadsTheFourFormsOfATime) {
  const auto start = [](const std::string& line) { return utc_text(*entry_of("SUMMARY:Race\r\n" + line).starts_at); };
  EXPECT_EQ(start("DTSTART:20260419T110000Z\r\n"), "2026-04-19T11:00Z");
  EXPECT_EQ(start("DTSTART;TZID=Europe/Rome:20260419T130000\r\n"), "2026-04-19T11:00Z");
  EXPECT_EQ(start("DTSTART;TZID=\"Europe/Rome\":20260419T130000\r\n"), "2026-04-19T11:00Z");
  const CalendarEntry floating = entry_of("SUMMARY:Race\r\nDTSTART:20260419T130000\r\n");
  EXPECT_TRUE(floating.floating);
  const CalendarEntry days = entry_of("SUMMARY:Race\r\nDTSTART;VALUE=DATE:20260417\r\nDTEND;VALUE=DATE:20260420\r\n");
  EXPECT_EQ(day_text(*days.first), "2026-04-17");
  EXPECT_EQ(day_text(*days.last), "2026-04-19") << "DTEND is the day after";
  EXPECT_FALSE(days.starts_at);
}

TEST(ICalendar, TheEndIsStatedOrFollowsFromTheDuration) {
  const auto end = [](const std::string& line) {
    const CalendarEntry entry = entry_of("SUMMARY:Race\r\nDTSTART:20260419T110000Z\r\n" + line);
    return entry.ends_at ? utc_text(*entry.ends_at) : "unknown";
  };
  EXPECT_EQ(end("DTEND:20260419T170000Z\r\n"), "2026-04-19T17:00Z");
  EXPECT_EQ(end("DURATION:PT6H\r\n"), "2026-04-19T17:00Z");
  EXPECT_EQ(end("DURATION:P1DT0H30M\r\n"), "2026-04-20T11:30Z");
  EXPECT_EQ(end("DTEND:20260419T100000Z\r\n"), "unknown") << "before the start";
  EXPECT_EQ(end("DURATION:PT\r\n"), "unknown");
  EXPECT_EQ(end("DURATION:P99999999W\r\n"), "unknown");
  EXPECT_EQ(end(""), "unknown");
}

TEST(ICalendar, AnAlarmsPropertiesAreNotTheEntrys) {
  const CalendarEntry entry = entry_of(
      "SUMMARY:Race\r\nBEGIN:VALARM\r\nSUMMARY:Wake "
      "up\r\nDTSTART:20250101T000000Z\r\nEND:VALARM\r\nDTSTART:20260419T110000Z\r\n"
      "STATUS:CANCELLED\r\n");
  EXPECT_EQ(entry.summary, "Race");
  EXPECT_TRUE(entry.cancelled);
  EXPECT_EQ(utc_text(*entry.starts_at), "2026-04-19T11:00Z");
}

TEST(ICalendar, WhatCantBeTakenIsSaid) {
  const CalendarFeed feed = feed_of(
      "BEGIN:VEVENT\r\nSUMMARY:No start\r\nEND:VEVENT\r\n"
      "BEGIN:VEVENT\r\nSUMMARY:Weekly\r\nDTSTART:20260419T110000Z\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
      "BEGIN:VEVENT\r\nSUMMARY:Elsewhere\r\nDTSTART;TZID=Mars/Olympus:20260419T110000\r\nEND:VEVENT\r\n");
  EXPECT_EQ(feed.entries.size(), 2U);
  EXPECT_THAT(feed.problems,
              ElementsAre(HasSubstr("line 3: the entry 'No start' has no DTSTART"), HasSubstr("'Weekly' repeats"),
                          HasSubstr("'Elsewhere' has the time zone 'Mars/Olympus'")));
  EXPECT_TRUE(feed.entries[1].floating);
}

TEST(ICalendar, WhatIsNoUtf8BecomesAQuestionMark) {
  EXPECT_EQ(entry_of("SUMMARY:M\xFCnchen \xC3\xBC\r\nDTSTART:20260419T110000Z\r\n").summary, "M?nchen \xC3\xBC");
}

TEST(ICalendar, AnotherTextIsRefused) {
  EXPECT_FALSE(parse_icalendar("<!doctype html><p>Not found</p>"));
  EXPECT_FALSE(parse_icalendar(""));
  EXPECT_FALSE(parse_icalendar("X:1\nBEGIN:VCALENDAR\n"));
  EXPECT_TRUE(
      parse_icalendar("\xEF\xBB\xBF"
                      "BEGIN:VCALENDAR\nEND:VCALENDAR"));
}

TEST(ICalendar, ATornTextIsReadAsFarAsItGoes) {
  const auto feed = parse_icalendar(
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Race\nDTSTART:20260419T110000Z\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Cut\nDTSTART:"
      "2026");
  ASSERT_TRUE(feed);
  EXPECT_EQ(feed->entries.size(), 1U);
}

}  // namespace
}  // namespace stint::calendar
