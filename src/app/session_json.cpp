#include "app/session_json.hpp"

#include "server/views/race_clock.hpp"
#include "timing/event_names.hpp"

namespace stint::app {
namespace {

void text_or_null(timing::JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.value(text);
  }
}

}  // namespace

void write_session(timing::JsonWriter& json, std::string_view id, const timing::Session& session) {
  json.begin_object().field("id", id);
  text_or_null(json, "series", session.series);
  text_or_null(json, "event", session.event);
  text_or_null(json, "name", session.name);
  text_or_null(json, "track", session.track);
  json.field("kind", timing::stable_name(session.kind))
      .field("state", timing::stable_name(session.state))
      .field("start_time", server::start_time(session))
      .field("start_time_of_day", session.started_at ? server::time_of_day(session, *session.started_at) : std::nullopt)
      .field("limit_ms", session.limit)
      .end_object();
}

std::string session_title(std::string_view id, const timing::Session& session) {
  std::string title = session.series;
  const auto add = [&title](std::string_view separator, const std::string& part) {
    if (part.empty()) return;
    if (!title.empty()) title += separator;
    title += part;
  };
  add(" ", session.event);
  add(", ", session.name);
  if (session.track != session.event) add(", ", session.track);
  return title.empty() ? std::string(id) : title;
}

}  // namespace stint::app
