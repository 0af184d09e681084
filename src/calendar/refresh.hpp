// A calendar brought up to date from an iCalendar text: events and sessions are added, moved and cancelled, never removed.
//
// An entry is the same as one that is known if their UIDs are equal; else if series, name and year are; else if the series has
// an event on these days. Whole-day entries are events; entries with a time are sessions of the event on whose days they fall.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/icalendar.hpp"
#include "calendar/schedule.hpp"

namespace stint::calendar {

enum class ChangeKind : std::uint8_t { added, moved, cancelled };
[[nodiscard]] std::string_view name_of(ChangeKind kind);

struct Change {
  ChangeKind kind = ChangeKind::added;
  std::string series, event;
  std::string session;  // empty: the event as a whole
  std::string detail;   // from when to when
};

struct Refreshed {
  Calendar calendar;
  std::vector<Change> changes;
  std::vector<std::string> problems;  // entries that belong to no series, and the feed's own
};

struct RefreshOptions {
  std::string series;  // of every entry; empty: by the entry's categories, its title or the calendar's name
  std::string source;  // where the text is from, in words: kept with each event that it adds or moves
};

[[nodiscard]] Refreshed refresh(Calendar known, const CalendarFeed& feed, const RefreshOptions& options);

}  // namespace stint::calendar
