#include "calendar/upcoming.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calendar/calendar_file.hpp"

namespace stint::calendar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Calendar& season() {
  static const Calendar calendar = *parse_calendar("season.toml", R"(series = "TEST"

[[event]]
name = "First"
track = "A"
zone = "Europe/Rome"
from = 2026-04-17
to = 2026-04-19
source = "test"
[[event.session]]
name = "Free Practice"
date = 2026-04-17
start = 10:00:00
minutes = 90
[[event.session]]
name = "Race"
date = 2026-04-19
start = 13:00:00
minutes = 360

[[event]]
name = "Off"
track = "A"
zone = "Europe/Rome"
from = 2026-05-01
cancelled = true
source = "test"

[[event]]
name = "Second"
track = "B"
utc_offset = "-05:00"
from = 2026-09-04
to = 2026-09-06
source = "test"
[[event.session]]
name = "Race"
date = 2026-09-06
minutes = 360
)");
  return calendar;
}

timing::Instant utc(std::string_view day, int hour, int minute = 0, int second = 0) {
  return to_utc({}, {*parse_day(day), std::chrono::minutes{hour * 60 + minute}}) + std::chrono::seconds{second};
}

std::string first_row(timing::Instant now) {
  const auto rows = upcoming(season(), now);
  if (rows.empty()) return "nothing";
  return rows[0].event->name + "/" + (rows[0].session != nullptr ? rows[0].session->name : "-") + " " +
         countdown_text(rows[0], now);
}

TEST(Upcoming, TheNextSessionIsTheOneThatRunsOrComes) {
  EXPECT_EQ(first_row(utc("2026-04-01", 8)), "First/Free Practice 16 d 0 h");
  EXPECT_EQ(first_row(utc("2026-04-17", 5, 56)), "First/Free Practice 2 h 04 min");
  EXPECT_EQ(first_row(utc("2026-04-17", 7, 55, 50)), "First/Free Practice 4 min 10 s");
  EXPECT_EQ(first_row(utc("2026-04-17", 8)), "First/Free Practice live");
  EXPECT_EQ(first_row(utc("2026-04-17", 9, 30)), "First/Race 2 d 1 h");
  EXPECT_EQ(first_row(utc("2026-04-19", 16, 59, 59)), "First/Race live");
  EXPECT_EQ(first_row(utc("2026-04-19", 17)), "Second/Race in 140 days")
      << "over at its scheduled end; the cancelled one is no event";
}

TEST(Upcoming, WithoutATimeTheDayIsCounted) {
  EXPECT_EQ(first_row(utc("2026-09-05", 6)), "Second/Race tomorrow");
  EXPECT_EQ(first_row(utc("2026-09-06", 4)), "Second/Race tomorrow") << "at the track it is still the day before";
  EXPECT_EQ(first_row(utc("2026-09-06", 6)), "Second/Race today");
  EXPECT_FALSE(upcoming(season(), utc("2026-09-06", 18))[0].is_live) << "a start that isn't known makes nothing live";
  EXPECT_EQ(first_row(utc("2026-09-07", 4, 59)), "Second/Race today") << "until midnight at the track";
  EXPECT_EQ(first_row(utc("2026-09-07", 5)), "nothing");
}

TEST(Upcoming, OneSeriesCanBeAskedFor) {
  EXPECT_THAT(upcoming(season(), utc("2026-01-01", 0), "OTHER"), IsEmpty());
  EXPECT_EQ(upcoming(season(), utc("2026-01-01", 0), "TEST").size(), 2U);
}

TEST(Upcoming, IsWrittenInUtcAndLocalTime) {
  const auto now = utc("2026-04-18", 12);
  std::string text;
  timing::JsonWriter json(text);
  write_event_in_full(json, upcoming(season(), now)[0], now);
  EXPECT_THAT(
      text,
      HasSubstr(
          R"("name":"First","series":"TEST","track":"A","date":"2026-04-19T11:00Z","local_date":"2026-04-19T13:00+02:00")"));
  EXPECT_THAT(text, HasSubstr(R"("countdown":"23 h 00 min","countdown_ms":82800000,"is_live":false,"session":"Race")"));
  EXPECT_THAT(
      text,
      HasSubstr(R"("starts_at":"2026-04-17T08:00Z","local_start":"2026-04-17T10:00+02:00","ends_at":"2026-04-17T09:30Z")"));
  text.clear();
  timing::JsonWriter later(text);
  write_upcoming(later, upcoming(season(), utc("2026-05-18", 12))[0], utc("2026-05-18", 12));
  EXPECT_THAT(text, HasSubstr(R"("date":"2026-09-06","local_date":"2026-09-06","time_known":false)"));
  EXPECT_THAT(text, HasSubstr(R"("countdown_ms":null)"));
}

}  // namespace
}  // namespace stint::calendar
