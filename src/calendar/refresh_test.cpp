#include "calendar/refresh.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calendar/calendar_file.hpp"

namespace stint::calendar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Calendar known() {
  const auto calendar = parse_calendar("known.toml", R"(series = "TEST"
live = "page"

[[event]]
name = "6 Hours of Somewhere"
track = "Somewhere"
zone = "Europe/Rome"
from = 2026-04-17
to = 2026-04-19
confirmed = false
source = "a guess"
uid = "event-1"

[[event.session]]
name = "Race"
date = 2026-04-19
start = 13:00:00
minutes = 360
)");
  EXPECT_TRUE(calendar);
  return calendar.value_or(Calendar{});
}

Refreshed refreshed(const Calendar& calendar, const std::string& body, const std::string& series = "") {
  const auto feed = parse_icalendar("BEGIN:VCALENDAR\r\n" + body + "END:VCALENDAR\r\n");
  EXPECT_TRUE(feed);
  return refresh(calendar, feed.value_or(CalendarFeed{}), {series, "the test's feed"});
}

std::string entry(const std::string& lines) { return "BEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\n"; }

std::vector<std::string> told(const Refreshed& result) {
  std::vector<std::string> lines;
  for (const Change& change : result.changes) {
    lines.push_back(std::string(name_of(change.kind)) + ": " + change.event + "/" + change.session + ": " + change.detail);
  }
  return lines;
}

TEST(Refresh, ASessionIsMovedWhereItsTitleSaysTheEvent) {
  const Refreshed result = refreshed(
      known(), entry("UID:a\r\nSUMMARY:TEST: 6 Hours of Somewhere - Race\r\nDTSTART:20260419T120000Z\r\nDURATION:PT6H\r\n"));
  EXPECT_THAT(told(result), ElementsAre("moved: 6 Hours of Somewhere/Race: 2026-04-19 13:00 -> 2026-04-19 14:00"));
  const ScheduledEvent& event = result.calendar.events.at(0);
  EXPECT_TRUE(event.confirmed);
  EXPECT_EQ(event.source, "the test's feed");
  EXPECT_EQ(event.sessions.at(0).uid, "a") << "so that the next time it is found by its UID";
}

TEST(Refresh, TheSameTextAgainChangesNothing) {
  const std::string body =
      entry("UID:a\r\nSUMMARY:TEST: 6 Hours of Somewhere - Race\r\nDTSTART:20260419T120000Z\r\n") +
      entry("UID:b\r\nSUMMARY:TEST: 6 Hours of Somewhere - Free Practice 1\r\nDTSTART:20260417T080000Z\r\nDURATION:PT90M\r\n") +
      entry(
          "UID:c\r\nSUMMARY:TEST: 8 Hours of "
          "Elsewhere\r\nLOCATION:Elsewhere\r\nDTSTART;VALUE=DATE:20260901\r\nDTEND;VALUE=DATE:20260903\r\n");
  const Refreshed once = refreshed(known(), body);
  EXPECT_THAT(once.changes, SizeIs(3));
  EXPECT_THAT(once.calendar.events, SizeIs(2));
  const Refreshed twice = refreshed(once.calendar, body);
  EXPECT_THAT(told(twice), IsEmpty());
  EXPECT_EQ(twice.calendar, once.calendar);
}

TEST(Refresh, AnEventMovesByItsUidAndItsTimesAreUnknownThen) {
  const Refreshed result = refreshed(
      known(),
      entry("UID:event-1\r\nSUMMARY:TEST: Another name\r\nDTSTART;VALUE=DATE:20261022\r\nDTEND;VALUE=DATE:20261025\r\n"));
  EXPECT_THAT(told(result), ElementsAre("moved: 6 Hours of Somewhere/: 2026-04-17 to 2026-04-19 -> 2026-10-22 to 2026-10-24"));
  const ScheduledSession& race = result.calendar.events.at(0).sessions.at(0);
  EXPECT_EQ(day_text(race.date), "2026-10-24");
  EXPECT_FALSE(race.start);
}

TEST(Refresh, ACancelledEntryCancelsWhatIsKnownAndAddsNothing) {
  const Refreshed event = refreshed(
      known(),
      entry("UID:event-1\r\nSUMMARY:TEST: 6 Hours of Somewhere\r\nDTSTART;VALUE=DATE:20260417\r\nSTATUS:CANCELLED\r\n"));
  EXPECT_TRUE(event.calendar.events.at(0).cancelled);
  const Refreshed session = refreshed(
      known(), entry("UID:x\r\nSUMMARY:TEST: 6 Hours of Somewhere - Race\r\nDTSTART:20260419T110000Z\r\nSTATUS:CANCELLED\r\n"));
  EXPECT_TRUE(session.calendar.events.at(0).sessions.at(0).cancelled);
  const Refreshed other =
      refreshed(known(), entry("UID:y\r\nSUMMARY:TEST: Nowhere\r\nDTSTART;VALUE=DATE:20260701\r\nSTATUS:CANCELLED\r\n"));
  EXPECT_EQ(other.calendar, known());
}

TEST(Refresh, OfOneUidTheHighestSequenceCounts) {
  const Refreshed result = refreshed(
      known(), entry("UID:a\r\nSEQUENCE:2\r\nSUMMARY:TEST: 6 Hours of Somewhere - Race\r\nDTSTART:20260419T130000Z\r\n") +
                   entry("UID:a\r\nSEQUENCE:1\r\nSUMMARY:TEST: 6 Hours of Somewhere - Race\r\nDTSTART:20260419T150000Z\r\n"));
  EXPECT_THAT(told(result), ElementsAre(HasSubstr("-> 2026-04-19 15:00")));
}

TEST(Refresh, AFloatingTimeIsTheTracks) {
  const Refreshed result =
      refreshed(known(), entry("SUMMARY:TEST: 6 Hours of Somewhere - Race\r\nDTSTART:20260419T143000\r\n"));
  EXPECT_THAT(told(result), ElementsAre(HasSubstr("-> 2026-04-19 14:30")));
}

TEST(Refresh, AnEntryOfNoKnownSeriesIsSaid) {
  const std::string body =
      entry("UID:a\r\nSUMMARY:4 Hours of Elsewhere\r\nLOCATION:Elsewhere\r\nDTSTART:20260801T100000Z\r\nDURATION:PT4H\r\n");
  const Refreshed without = refreshed(known(), body);
  EXPECT_THAT(without.problems, ElementsAre(HasSubstr("'4 Hours of Elsewhere' names no series")));
  EXPECT_EQ(without.calendar, known());
  const Refreshed with = refreshed(known(), body, "OTHER");
  ASSERT_THAT(with.calendar.events, SizeIs(2));
  const ScheduledEvent& added = with.calendar.events[1];
  EXPECT_EQ(added.series, "OTHER");
  EXPECT_EQ(added.sessions.at(0).kind, SessionKind::race);
  EXPECT_EQ(utc_text(*ends_at(added, added.sessions[0])), "2026-08-01T14:00Z");
}

TEST(Refresh, WhatComesOutCanBeWrittenAndReadAgain) {
  const Refreshed result = refreshed(known(), entry("UID:q\\\"\r\nSUMMARY:TEST: \"8 Hours\" of Elsewhere - "
                                                    "Race\r\nDTSTART;TZID=Asia/Tokyo:20260927T110000\r\nDURATION:PT8H\r\n"));
  const auto again = parse_calendar("again.toml", calendar_text(result.calendar));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, result.calendar);
}

}  // namespace
}  // namespace stint::calendar
