#include "calendar/upcoming.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

namespace stint::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

timing::Instant midnight_after(const ScheduledEvent& event, Day day) {
  return to_utc(event.zone, {Day(std::chrono::sys_days(day) + days{1}), minutes{0}});
}

timing::Instant likely_end(const ScheduledEvent& event, const ScheduledSession& session) {
  if (const auto start = starts_at(event, session)) return *start + session.length.value_or(assumed_length(session.kind));
  return midnight_after(event, session.date);
}

bool is_over(const ScheduledEvent& event, timing::Instant now) {
  if (now >= midnight_after(event, event.last)) return true;
  const auto is_race = [](const ScheduledSession& session) { return session.kind == SessionKind::race && !session.cancelled; };
  if (std::ranges::none_of(event.sessions, is_race)) return false;
  return std::ranges::all_of(
      event.sessions, [&](const ScheduledSession& session) { return session.cancelled || now >= likely_end(event, session); });
}

Upcoming row_of(const ScheduledEvent& event, timing::Instant now) {
  Upcoming row{&event, nullptr, false, event.first, std::nullopt};
  const Day today = to_local(event.zone, now).day;
  row.day = std::clamp(today, event.first, event.last);
  for (const ScheduledSession& session : event.sessions) {
    if (session.cancelled || now >= likely_end(event, session)) continue;
    const bool live = is_live(event, session, now);
    if (row.session != nullptr && !live) continue;
    row.session = &session;
    row.is_live = live;
    row.day = session.date;
    row.starts_at = starts_at(event, session);
    if (live) break;
  }
  return row;
}

timing::Instant time_of(const Upcoming& row) { return row.starts_at.value_or(to_utc(row.event->zone, {row.day, minutes{0}})); }

void write_fields(timing::JsonWriter& json, const Upcoming& row, timing::Instant now) {
  const ScheduledEvent& event = *row.event;
  const auto text_or_null = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
  json.field("id", event_id(event)).field("name", event.name).field("series", event.series).field("track", event.track);
  json.field("date", row.starts_at ? utc_text(*row.starts_at) : day_text(row.day));
  json.field("local_date", row.starts_at ? local_text(event.zone, *row.starts_at) : day_text(row.day));
  json.field("time_known", row.starts_at.has_value());
  json.field("zone", text_or_null(event.zone.name));
  json.field("countdown", countdown_text(row, now));
  json.key("countdown_ms");
  if (row.starts_at)
    json.value(std::max(timing::Millis{0}, *row.starts_at - now));
  else
    json.null();
  json.field("is_live", row.is_live);
  json.field("session", row.session != nullptr ? std::optional(row.session->name) : std::nullopt);
  json.field("first_day", day_text(event.first)).field("last_day", day_text(event.last));
  json.field("confirmed", event.confirmed).field("source", event.source).field("live_source", text_or_null(event.live));
}

}  // namespace

minutes assumed_length(SessionKind kind) { return kind == SessionKind::race ? hours{6} : hours{2}; }

bool is_live(const ScheduledEvent& event, const ScheduledSession& session, timing::Instant now) {
  const auto start = starts_at(event, session);
  return start && !session.cancelled && *start <= now && now < likely_end(event, session);
}

std::vector<Upcoming> upcoming(const Calendar& calendar, timing::Instant now, std::string_view series) {
  std::vector<Upcoming> rows;
  for (const ScheduledEvent& event : calendar.events) {
    if (event.cancelled || (!series.empty() && event.series != series) || is_over(event, now)) continue;
    rows.push_back(row_of(event, now));
  }
  std::ranges::stable_sort(rows, {}, [](const Upcoming& row) { return std::pair(!row.is_live, time_of(row)); });
  return rows;
}

std::string countdown_text(const Upcoming& row, timing::Instant now) {
  if (row.is_live) return "live";
  if (!row.starts_at) {
    const Day today = to_local(row.event->zone, now).day;
    const auto left = (std::chrono::sys_days(row.day) - std::chrono::sys_days(today)).count();
    if (left <= 0) return "today";
    return left == 1 ? "tomorrow" : fmt::format("in {} days", left);
  }
  const auto left = std::max(std::chrono::floor<std::chrono::seconds>(*row.starts_at - now), std::chrono::seconds{0});
  const auto whole_days = std::chrono::floor<days>(left);
  const auto whole_hours = std::chrono::floor<hours>(left - whole_days);
  const auto whole_minutes = std::chrono::floor<minutes>(left - whole_days - whole_hours);
  if (whole_days > days{0}) return fmt::format("{} d {} h", whole_days.count(), whole_hours.count());
  if (whole_hours > hours{0}) return fmt::format("{} h {:02} min", whole_hours.count(), whole_minutes.count());
  return fmt::format("{} min {:02} s", whole_minutes.count(), (left - whole_minutes).count());
}

void write_upcoming(timing::JsonWriter& json, const Upcoming& row, timing::Instant now) {
  json.begin_object();
  write_fields(json, row, now);
  json.end_object();
}

void write_event_in_full(timing::JsonWriter& json, const Upcoming& row, timing::Instant now) {
  const ScheduledEvent& event = *row.event;
  json.begin_object();
  write_fields(json, row, now);
  json.key("sessions").begin_array();
  for (const ScheduledSession& session : event.sessions) {
    const auto start = starts_at(event, session);
    const auto end = ends_at(event, session);
    json.begin_object().field("name", session.name).field("kind", name_of(session.kind)).field("day", day_text(session.date));
    json.field("starts_at", start ? std::optional(utc_text(*start)) : std::nullopt);
    json.field("local_start", start ? std::optional(local_text(event.zone, *start)) : std::nullopt);
    json.field("ends_at", end ? std::optional(utc_text(*end)) : std::nullopt);
    json.field("is_live", is_live(event, session, now)).field("cancelled", session.cancelled).end_object();
  }
  json.end_array().end_object();
}

}  // namespace stint::calendar
