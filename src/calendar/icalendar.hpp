// iCalendar (RFC 5545) texts, as calendars on the web are published: the events in them, as they are stated.
//
// Read: line folding, VEVENT with UID, SUMMARY, LOCATION, CATEGORIES, STATUS, SEQUENCE, DTSTART and DTEND (UTC, with TZID,
// floating, or a date) and DURATION. An entry that repeats (RRULE, RDATE) is taken once, at its DTSTART, and said to be: races
// don't repeat. Time zones are IANA names as tzdata has them; a VTIMEZONE's own rules are not read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"
#include "timing/error.hpp"

namespace stint::calendar {

// A text past these is cut there, and that is said.
inline constexpr std::size_t kMostEntries = 5000;
inline constexpr std::size_t kLongestLine = 64UL * 1024;  // unfolded

struct CalendarEntry {
  std::string uid, summary, location;
  std::vector<std::string> categories;
  bool cancelled = false;
  bool tentative = false;
  int sequence = 0;
  // An entry is for whole days (`first` to `last`, both included) or begins at an instant.
  std::optional<Day> first, last;
  std::optional<timing::Instant> starts_at, ends_at;
  std::optional<Zone> zone;  // of TZID; nullopt: UTC, or floating
  bool floating = false;     // a local time without a zone: `starts_at` is as if it were UTC
};

struct CalendarFeed {
  std::string name;  // X-WR-CALNAME
  std::vector<CalendarEntry> entries;
  std::vector<std::string> problems;  // entries left out or taken in part, with their line
};

// Errors: bad_argument (no BEGIN:VCALENDAR: an HTML page, for instance).
[[nodiscard]] Result<CalendarFeed> parse_icalendar(std::string_view text);

}  // namespace stint::calendar
