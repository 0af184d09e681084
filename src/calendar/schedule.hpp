// What a calendar holds: events, each with the sessions that are known of it.
//
// Unknown stays unknown: a session without a published start has a date and no time, and nothing here makes one up.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"
#include "timing/instant.hpp"

namespace stint::calendar {

enum class SessionKind : std::uint8_t { test, practice, qualifying, warm_up, race, other };

[[nodiscard]] std::string_view name_of(SessionKind kind);  // "warm_up"
[[nodiscard]] std::optional<SessionKind> session_kind(std::string_view name);
// By the words that series use in session names: "Free Practice 2", "Hyperpole", "Warm-up". `other` if none is there.
[[nodiscard]] SessionKind kind_in_title(std::string_view title);

struct ScheduledSession {
  std::string name;
  SessionKind kind = SessionKind::other;
  Day date{};                                 // at the track
  std::optional<std::chrono::minutes> start;  // since midnight at the track
  std::optional<std::chrono::minutes> length;
  bool cancelled = false;
  std::string uid;  // of the iCalendar entry that it came from; empty: none

  bool operator==(const ScheduledSession&) const = default;
};

struct ScheduledEvent {
  std::string series;  // "WEC"
  std::string name;    // "6 Hours of Imola"
  std::string track;
  std::string live;  // the live source to follow it with ("wec"); empty: none is known
  Zone zone;
  Day first{}, last{};  // at the track, both included
  bool confirmed = false;
  bool cancelled = false;
  std::string source;                      // where the dates are from, in words
  std::string uid;                         // as above, of an entry for the whole event
  std::vector<ScheduledSession> sessions;  // by date and start; those without a start come first on their day

  bool operator==(const ScheduledEvent&) const = default;
};

// Invariant of those that parse_calendar() and refresh() make: events by first day, then series, then name.
struct Calendar {
  std::vector<ScheduledEvent> events;
  bool operator==(const Calendar&) const = default;
};

void put_in_order(Calendar& calendar);

// "wec-2026-6-hours-of-imola": stable as long as name and year are.
[[nodiscard]] std::string event_id(const ScheduledEvent& event);

// UTC. nullopt: the time isn't known.
[[nodiscard]] std::optional<timing::Instant> starts_at(const ScheduledEvent& event, const ScheduledSession& session);
// By the schedule: start and length. nullopt: one of them isn't known.
[[nodiscard]] std::optional<timing::Instant> ends_at(const ScheduledEvent& event, const ScheduledSession& session);

}  // namespace stint::calendar
