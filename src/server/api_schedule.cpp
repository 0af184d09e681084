// The calendar with its countdown, and what the monitor does: rows 12 and 13 of the contract.
#include <algorithm>
#include <chrono>

#include "calendar/upcoming.hpp"
#include "server/api.hpp"
#include "server/limits.hpp"

namespace stint::server {
namespace {

constexpr std::int64_t kUpcomingRows = 5;

struct Moment {
  std::shared_ptr<const calendar::Calendar> calendar;  // never null
  timing::Instant now;
};

Moment moment_of(const Schedule& schedule) {
  auto calendar = schedule.calendar ? schedule.calendar() : nullptr;
  if (!calendar) calendar = std::make_shared<const calendar::Calendar>();
  const auto now = schedule.now ? schedule.now() : std::chrono::floor<timing::Millis>(std::chrono::system_clock::now());
  return {std::move(calendar), now};
}

// How old the timing of a feed is; nullopt: none has come yet.
std::optional<timing::Millis> data_age(const FeedReport& feed, timing::Instant now) {
  if (!feed.last_timing_at) return std::nullopt;
  return std::max(timing::Millis{0}, now - *feed.last_timing_at);
}

void write_source(timing::JsonWriter& json, const RaceChannel& channel, const FeedReport& feed, timing::Instant now) {
  const auto text_or_null = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
  json.begin_object().field("name", feed.source).field("title", feed.title).field("owner", feed.owner);
  json.field("session", channel.id()).field("connected", feed.connected).field("stale", feed.stale);
  json.field("recording", feed.recording).field("data_age_ms", data_age(feed, now)).field("reconnects", feed.reconnects);
  json.field("bad_frames", feed.bad_frames).field("why", text_or_null(feed.why)).end_object();
}

std::string series_of(const RequestTarget& target) {
  const std::string* series = target.find("series");
  return series != nullptr ? *series : std::string();
}

}  // namespace

Result<Response> Api::schedule_next(const Call& call) {
  const Moment moment = moment_of(schedule_);
  const auto rows = calendar::upcoming(*moment.calendar, moment.now, series_of(call.target));
  if (rows.empty())
    return fail(ErrorCode::nothing_scheduled, "The calendar has nothing ahead. `stint calendar --refresh` adds events.");
  std::string text;
  timing::JsonWriter json(text);
  calendar::write_event_in_full(json, rows.front(), moment.now);
  return json_now(std::move(text));
}

Result<Response> Api::schedule_upcoming(const Call& call) {
  const auto limit = call.target.integer("limit", 1, static_cast<std::int64_t>(limit::kPageRows));
  if (!limit) return std::unexpected(limit.error());
  const Moment moment = moment_of(schedule_);
  auto rows = calendar::upcoming(*moment.calendar, moment.now, series_of(call.target));
  rows.resize(std::min(rows.size(), static_cast<std::size_t>(limit->value_or(kUpcomingRows))));
  std::string text;
  timing::JsonWriter json(text);
  json.begin_array();
  for (const calendar::Upcoming& row : rows) calendar::write_event_in_full(json, row, moment.now);
  json.end_array();
  return json_now(std::move(text));
}

Result<Response> Api::monitor_status(const Call&) {
  const Moment moment = moment_of(schedule_);
  const MonitorStatus status = schedule_.monitor ? schedule_.monitor() : MonitorStatus{};
  // The next one is the first that has not begun.
  const calendar::Upcoming* next = nullptr;
  const auto rows = calendar::upcoming(*moment.calendar, moment.now);
  for (const calendar::Upcoming& row : rows) {
    if (next == nullptr && !row.is_live) next = &row;
  }
  std::string text;
  timing::JsonWriter json(text);
  const bool is_followed = std::ranges::any_of(races_.channels(), [](const auto& channel) {
    const auto publication = channel->current();
    return publication && !publication->feeds.empty();
  });
  json.begin_object().field("monitor_active", status.active);
  json.field("scraping_active", is_followed || status.current_race.has_value());
  json.field("current_race", status.current_race).field("current_session", status.current_session);
  json.field("next_race", next != nullptr ? std::optional(next->event->name) : std::nullopt);
  json.field("next_race_countdown",
             next != nullptr ? std::optional(calendar::countdown_text(*next, moment.now)) : std::nullopt);
  json.field("note", status.note).key("sources").begin_array();
  for (const auto& channel : races_.channels()) {
    const auto publication = channel->current();
    if (!publication) continue;
    for (const FeedReport& feed : publication->feeds) write_source(json, *channel, feed, moment.now);
  }
  json.end_array().end_object();
  return json_now(std::move(text));
}

}  // namespace stint::server
