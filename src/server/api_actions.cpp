// The answers that are no views of one race: the server itself, its sessions, replay control, exports, push and assets.
#include <chrono>

#include "server/api.hpp"
#include "server/assets.hpp"
#include "server/export/export_document.hpp"
#include "server/gzip.hpp"
#include "server/limits.hpp"
#include "server/negotiation.hpp"
#include "server/origin_check.hpp"
#include "server/push/pushed_race.hpp"
#include "server/replay_command.hpp"
#include "server/views/circuit_view.hpp"
#include "server/views/feed_views.hpp"
#include "server/views/race_clock.hpp"

namespace stint::server {
namespace {

Response replay_response(const timing::Session& session, const ReplayStatus& replay) {
  std::string text;
  timing::JsonWriter json(text);
  write_replay(json, session, replay);
  return json_now(std::move(text));
}

Error not_a_replay(const std::string& id) { return {ErrorCode::not_a_replay, "Session '" + id + "' is no replay."}; }

// A file name that any system takes, whatever the id holds.
std::string file_name(std::string_view id, std::string_view extension) {
  std::string name;
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    name += plain ? c : '_';
  }
  return name + "." + std::string(extension);
}

ListedSession listed(const RaceChannel& channel, std::chrono::seconds delay) {
  ListedSession row;
  row.id = channel.id();
  row.served = true;
  const auto newest = channel.current();
  row.mode = newest && newest->replay ? "replay" : "live";
  if (const auto publication = channel.delayed(delay)) {
    const timing::Session& session = publication->snapshot->session;
    row.series = session.series;
    row.event = session.event;
    row.name = session.name;
    row.track = session.track;
    if (session.dating == timing::Dating::exact) row.started_at = session.started_at;
    row.events = publication->snapshot->last_seq;
  }
  return row;
}

void write_session(Table& table, const ListedSession& session) {
  table.begin_row();
  table.field("id", session.id).text("series", session.series).text("event", session.event).text("name", session.name);
  table.text("track", session.track);
  table.field("start_time", session.started_at ? std::optional(utc_text(*session.started_at)) : std::nullopt);
  table.field("events", session.events).field("served", session.served).field("mode", session.mode);
  table.end_row();
}

}  // namespace

Result<Response> Api::about(const Call&) {
  std::string text;
  timing::JsonWriter(text).begin_object().field("message", "Stint").field("version", version_).end_object();
  return json_now(std::move(text));
}

// The served sessions first, then the stored ones.
Result<Response> Api::sessions(const Call& call) {
  const auto format = choose_format(call.request, call.target, true);
  if (!format) return std::unexpected(format.error());
  const auto limit = call.target.integer("limit", 1, static_cast<std::int64_t>(limit::kPageRows));
  if (!limit) return std::unexpected(limit.error());
  const auto offset = call.target.integer("offset", 0, INT32_MAX);
  if (!offset) return std::unexpected(offset.error());
  const auto delay = delay_of(call.target);
  if (!delay) return std::unexpected(delay.error());
  std::vector<ListedSession> rows;
  for (const auto& channel : races_.channels()) rows.push_back(listed(*channel, *delay));
  if (races_.archive().list) {
    auto stored = races_.archive().list();
    if (!stored) return std::unexpected(stored.error());
    for (ListedSession& session : *stored) {
      const auto is_served = [&](const ListedSession& row) { return row.served && row.id == session.id; };
      session.served = false;
      session.mode = "stored";
      if (std::ranges::none_of(rows, is_served)) rows.push_back(std::move(session));
    }
  }
  const auto begin = std::min(rows.size(), static_cast<std::size_t>(offset->value_or(0)));
  const auto end =
      std::min(rows.size(), begin + static_cast<std::size_t>(limit->value_or(static_cast<std::int64_t>(limit::kPageRows))));
  std::string text;
  Table table(*format, text);
  for (std::size_t i = begin; i < end; ++i) write_session(table, rows[i]);
  table.finish();
  Response response = json_now(std::move(text));
  response.content_type = content_type(*format);
  response.varies = true;
  return response;
}

Result<Response> Api::open_session(const Call& call) {
  const auto opening = races_.open(std::string(call.parameter));
  if (!opening) return std::unexpected(opening.error());
  const bool served = *opening == ServedRaces::Opening::served;
  std::string text;
  timing::JsonWriter json(text);
  json.begin_object().field("id", call.parameter).field("state", served ? "served" : "opening").end_object();
  Response response = json_now(std::move(text));
  if (!served) response.status = 202;
  return response;
}

Result<Response> Api::circuit(const Call& call) {
  const auto view = races_.select(call.target);
  if (!view) return std::unexpected(view.error());
  const timing::Session& session = view->snapshot->session;
  std::string text;
  timing::JsonWriter json(text);
  write_circuit(json, session, race::circuit_of(races_.circuits(), session));
  Response response = json_now({});
  response.gzipped = text.size() >= limit::kGzipFrom && accepts_gzip(call.request.accept_encoding);
  response.body = std::make_shared<const std::string>(response.gzipped ? gzip(text) : std::move(text));
  response.varies = true;
  return response;
}

// Of the session that is asked for, or of all that are served.
Result<Response> Api::feeds(const Call& call) {
  const auto delay = delay_of(call.target);
  if (!delay) return std::unexpected(delay.error());
  const std::string* session = call.target.find("session");
  if (session != nullptr) {
    if (const auto known = races_.select_channel(call.target); !known) return std::unexpected(known.error());
  }
  const auto now = std::chrono::floor<timing::Millis>(std::chrono::system_clock::now()) - *delay;
  std::string text;
  timing::JsonWriter json(text);
  json.begin_object().key("feeds").begin_array();
  for (const auto& channel : races_.channels()) {
    if (session != nullptr && channel->id() != *session) continue;
    const auto publication = channel->delayed(*delay);
    if (!publication) continue;
    for (const FeedReport& feed : publication->feeds) write_feed(json, channel->id(), feed, now);
  }
  json.end_array().end_object();
  return json_now(std::move(text));
}

Result<Response> Api::replay(const Call& call) {
  const auto view = races_.select(call.target);
  if (!view) return std::unexpected(view.error());
  if (!view->replay) return std::unexpected(not_a_replay(view->id));
  return replay_response(view->snapshot->session, *view->replay);
}

// The answer is the playhead as last published; the command takes effect within a tick and is then pushed.
Result<Response> Api::steer_replay(const Call& call) {
  const auto channel = races_.select_channel(call.target);
  if (!channel) return std::unexpected(channel.error());
  const auto delay = delay_of(call.target);
  if (!delay) return std::unexpected(delay.error());
  const auto publication = (*channel)->delayed(*delay);
  if (publication && !publication->replay) return std::unexpected(not_a_replay((*channel)->id()));
  const auto command =
      parse_replay_command(call.request.body, publication ? publication->snapshot->session.started_at : std::nullopt);
  if (!command) return std::unexpected(command.error());
  if (const auto steered = (*channel)->steer(*command); !steered) return std::unexpected(steered.error());
  if (!publication) return json_now("{}");
  return replay_response(publication->snapshot->session, *publication->replay);
}

Result<Response> Api::export_active(const Call& call) {
  const auto view = races_.select(call.target);
  if (!view) return std::unexpected(view.error());
  return export_view(call, *view);
}

Result<Response> Api::export_session(const Call& call) {
  const auto delay = delay_of(call.target);
  if (!delay) return std::unexpected(delay.error());
  const auto view = races_.find(std::string(call.parameter), *delay);
  if (!view) return std::unexpected(view.error());
  return export_view(call, *view);
}

Result<Response> Api::export_view(const Call& call, const RaceView& view) {
  const auto format = choose_format(call.request, call.target, true);
  if (!format) return std::unexpected(format.error());
  Response response;
  response.content_type = content_type(*format);
  response.varies = true;
  response.cache_control = "no-store";
  std::string_view extension = "json";
  if (*format == Format::json) {
    const auto now = std::chrono::floor<timing::Millis>(std::chrono::system_clock::now());
    response.stream = export_json(view.snapshot, view.id, now);
  } else if (*format == Format::csv) {
    response.stream = export_laps_csv(view.snapshot);
    extension = "csv";
  } else {
    if (!races_.archive().events) return fail(ErrorCode::not_acceptable, "The events of this session are not stored.");
    auto events = races_.archive().events(view.id);
    if (!events) return std::unexpected(events.error());
    if (view.delay.count() > 0) {  // the log may be ahead of what is shown
      std::erase_if(*events, [last = view.snapshot->last_seq](const timing::Event& event) { return event.seq > last; });
    }
    response.stream = export_events(std::move(*events));
    extension = "ndjson";
  }
  response.headers = "Content-Disposition: attachment; filename=\"" + file_name(view.id, extension) + "\"\r\n";
  return response;
}

Result<PushJoin> Api::join(const Call& call) const {
  const auto channel = races_.select_channel(call.target);
  if (!channel) return std::unexpected(channel.error());
  const auto delay = delay_of(call.target);
  if (!delay) return std::unexpected(delay.error());
  PushJoin join{(*channel)->id(), parse_event_id(call.request.last_event_id), *delay};
  const std::string* epoch = call.target.find("epoch");
  const std::string* since = call.target.find("since");
  if (!join.resume && epoch != nullptr && since != nullptr) join.resume = parse_resume(*epoch, *since);
  return join;
}

Result<Response> Api::live(const Call& call) {
  if (!call.request.upgrade)
    return fail(ErrorCode::bad_argument, "This address speaks WebSocket; /api/events has the same as server-sent events.");
  if (const auto origin = check_same_origin(call.request); !origin) return std::unexpected(origin.error());
  auto join = this->join(call);
  if (!join) return std::unexpected(join.error());
  Response response;
  response.push = std::move(*join);
  return response;
}

Result<Response> Api::events(const Call& call) {
  auto join = this->join(call);
  if (!join) return std::unexpected(join.error());
  Response response;
  response.content_type = "text/event-stream";
  response.cache_control = "no-store";
  response.push = std::move(*join);
  return response;
}

Result<Response> Api::healthz(const Call&) { return json_now(R"({"status":"ok"})"); }

Result<Response> Api::readyz(const Call&) {
  if (!races_.ready()) return fail(ErrorCode::not_ready, "No session has anything to show yet.");
  return json_now(R"({"status":"ready"})");
}

Result<Response> Api::metrics(const Call&) {
  const auto now = std::chrono::system_clock::now();
  for (const auto& channel : races_.channels()) {
    const auto publication = channel->current();
    if (!publication) continue;
    metrics_.set_snapshot_age(channel->id(), now - publication->published_at);
    for (const FeedReport& feed : publication->feeds) metrics_.set_feed(channel->id(), feed, now);
    if (const auto& told = publication->strategy; told && told->strategy) {
      metrics_.set_strategy(channel->id(), told->refreshes, told->refresh_seconds);
    }
  }
  Response response = json_now(metrics_.text());
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

Result<Response> Api::asset(const Call& call) {
  std::string path;
  for (const std::string& segment : call.target.segments) path.append("/").append(segment);
  const Asset* asset = find_asset(path);
  if (asset == nullptr) return fail(ErrorCode::unknown_route, "There is no such file.");
  Response response;
  response.etag = asset->etag;
  response.cache_control = asset->immutable ? "public, max-age=31536000, immutable" : "no-cache";
  response.varies = true;
  if (matches_etag(call.request.if_none_match, asset->etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = asset->content_type;
  response.gzipped = !asset->gzipped.empty() && accepts_gzip(call.request.accept_encoding);
  response.fixed_body = response.gzipped ? asset->gzipped : asset->bytes;
  return response;
}

}  // namespace stint::server
