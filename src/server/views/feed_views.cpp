#include "server/views/feed_views.hpp"

#include <algorithm>
#include <chrono>

#include "server/views/race_clock.hpp"
#include "server/views/table.hpp"

namespace stint::server {
namespace {

using timing::Instant;
using timing::JsonWriter;
using timing::Millis;

std::optional<std::string> utc(const std::optional<Instant>& at) { return at ? std::optional(utc_text(*at)) : std::nullopt; }

std::optional<Millis> age(const std::optional<Instant>& at, Instant now) {
  return at ? std::optional(std::max(Millis{0}, now - *at)) : std::nullopt;
}

std::optional<std::int64_t> whole_second_ms(const std::optional<Instant>& at) {
  if (!at) return std::nullopt;
  return std::chrono::duration_cast<Millis>(std::chrono::floor<std::chrono::seconds>(*at).time_since_epoch()).count();
}

}  // namespace

void write_feed(JsonWriter& json, std::string_view session, const FeedReport& feed, Instant now) {
  json.begin_object()
      .field("session", session)
      .field("source", feed.source)
      .field("title", feed.title)
      .field("owner", feed.owner);
  json.field("role", name_of(feed.role)).field("leads", feed.leads);
  json.field("connected", feed.connected).field("stale", feed.stale).field("recording", feed.recording);
  json.field("last_frame_at", utc(feed.last_frame_at)).field("frame_age_ms", age(feed.last_frame_at, now));
  json.field("last_timing_at", utc(feed.last_timing_at)).field("timing_age_ms", age(feed.last_timing_at, now));
  json.field("frames", feed.frames).field("bytes", feed.bytes).field("bad_frames", feed.bad_frames);
  json.field("reconnects", feed.reconnects).field("differences", feed.differences);
  json.field("circuit", name_of(feed.circuit)).field("next_attempt_at", utc(feed.next_attempt_at));
  json.field("feed_session", known_text(feed.session)).field("why", known_text(feed.why));
  json.field("last_problem", known_text(feed.last_problem)).end_object();
}

void write_pushed_feeds(JsonWriter& json, const std::vector<FeedReport>& feeds) {
  json.begin_array();
  for (const FeedReport& feed : feeds) {
    json.begin_object().field("source", feed.source).field("title", feed.title).field("role", name_of(feed.role));
    json.field("leads", feed.leads).field("connected", feed.connected).field("stale", feed.stale);
    json.field("recording", feed.recording).field("last_frame_ms", whole_second_ms(feed.last_frame_at));
    json.field("last_timing_ms", whole_second_ms(feed.last_timing_at)).field("circuit", name_of(feed.circuit));
    json.field("why", known_text(feed.why)).end_object();
  }
  json.end_array();
}

}  // namespace stint::server
