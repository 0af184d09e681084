// What comes next, as a function of the calendar and of the time that it is told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/schedule.hpp"
#include "timing/json_writer.hpp"

namespace stint::calendar {

// A session without a published length is shown as live for so long: the most that its kind usually takes.
[[nodiscard]] std::chrono::minutes assumed_length(SessionKind kind);

// By the schedule: begun and not over. A session without a start never is.
[[nodiscard]] bool is_live(const ScheduledEvent& event, const ScheduledSession& session, timing::Instant now);

// An event that isn't over, with its session that runs or comes next. Points into the calendar.
struct Upcoming {
  const ScheduledEvent* event = nullptr;      // never null
  const ScheduledSession* session = nullptr;  // null: none is known, or all that are known are over
  bool is_live = false;
  Day day{};                                 // of the session, or the event's first that isn't over
  std::optional<timing::Instant> starts_at;  // of the session
};

// The live ones first, then by time; without what is cancelled. `series` empty: all.
[[nodiscard]] std::vector<Upcoming> upcoming(const Calendar& calendar, timing::Instant now, std::string_view series = {});

// "live", "12 d 3 h", "3 h 04 min", "4 min 10 s"; if only the day is known "in 12 days", "tomorrow", "today".
[[nodiscard]] std::string countdown_text(const Upcoming& row, timing::Instant now);

// An object with the contract's `name, series, track, date, countdown, is_live` and what else is known; docs/api.md.
void write_upcoming(timing::JsonWriter& json, const Upcoming& row, timing::Instant now);
// The same fields and every session.
void write_event_in_full(timing::JsonWriter& json, const Upcoming& row, timing::Instant now);

}  // namespace stint::calendar
